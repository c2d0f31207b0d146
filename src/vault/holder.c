#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "crypto/secret.h"
#include "vault/holder.h"

/*
 * Open file description locks: they belong to this opening of the file and not
 * to the process, so two logins inside one process exclude each other too, and
 * closing another descriptor of the file does not drop them.
 */
static struct flock byte_lock(uint32_t slot)
{
	struct flock l;

	memset(&l, 0, sizeof(l));
	l.l_type = F_WRLCK;
	l.l_whence = SEEK_SET;
	l.l_start = (off_t)slot;
	l.l_len = 1;
	return l;
}

/*
 * A random byte out of 2^31: a byte that was another login's is practically
 * never taken again, so a locked byte means that the login which named it is
 * alive.  The file stays empty; a lock needs no byte to be there.
 */
static enum err take_byte(int fd, uint32_t *slot)
{
	for (int i = 0; i < 16; i++) {
		struct flock l;
		uint32_t r;

		secret_random(&r, sizeof(r));
		r &= 0x7fffffff;
		l = byte_lock(r);
		if (fcntl(fd, F_OFD_SETLK, &l) == 0) {
			*slot = r;
			return ERR_OK;
		}
		if (errno != EAGAIN && errno != EACCES)
			return err_errno("lock of drafts");
	}
	return err_set(ERR_BUSY, "lock of drafts");
}

enum err holder_init(struct holder *h, const char *path)
{
	enum err e;
	int fd;

	if (h->on)
		return ERR_OK;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660);
	if (fd < 0)
		return err_errno("lock of drafts");
	if ((e = take_byte(fd, &h->slot)) != ERR_OK) {
		close(fd);
		return e;
	}
	secret_random(h->login, HOLDER_LOGIN);
	h->fd = fd;
	h->on = true;
	return ERR_OK;
}

void holder_done(struct holder *h)
{
	if (h->on)
		close(h->fd);
	memset(h, 0, sizeof(*h));
}

enum err holder_alive(const struct holder *h, uint32_t slot, bool *alive)
{
	struct flock l = byte_lock(slot);

	if (!h->on || slot > 0x7fffffff || slot == h->slot) {
		*alive = false;
		return ERR_OK;
	}
	if (fcntl(h->fd, F_OFD_GETLK, &l) != 0)
		return err_errno("lock of drafts");
	*alive = l.l_type != F_UNLCK;
	return ERR_OK;
}
