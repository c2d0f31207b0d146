#include "ui/frame.h"

#include <stdarg.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

#define MARGIN 2
#define SIDE_MIN 120 /* columns from which panes stand side by side */
#define NOTE_W 80    /* what the note takes then, */
#define PANE_W 48    /* or what is left beside so many */
#define STACK_MIN 7  /* rows below which one pane is shown at a time */

/* The whole screen cut up; -1 for a row that has gone. */
struct plan {
	struct rect all;
	int title, rule, context, message, keys;
	struct rect body; /* without the row of context */
};

/* Rows go in this order as the screen gets lower (screens.md 1.5). */
enum {
	H_BLANK = 24,
	H_CONTEXT = 18,
	H_RULE = 14,
	H_KEYS = 10,
	H_MESSAGE = 7,
	H_TITLE = 4
};

const struct part *level_focus(const struct level *l)
{
	if (l->n_drawers > 0)
		return &l->drawers[l->n_drawers - 1];
	return l->in_pane && l->pane.ops != NULL ? &l->pane : &l->main;
}

static struct plan make_plan(void)
{
	struct plan p = {.all = term_rect()};
	int h = p.all.h, y = 0, end = h;

	p.title = h >= H_TITLE ? y++ : -1;
	p.rule = h >= H_RULE ? y++ : -1;
	p.context = h >= H_CONTEXT ? y++ : -1;
	p.keys = h >= H_KEYS ? --end : -1;
	p.message = h >= H_MESSAGE ? --end : -1;
	if (h >= H_BLANK)
		end--;
	p.body = (struct rect){y, 0, end - y, p.all.w};
	return p;
}

/* --- heads --- */

static void head_clear(struct head *h)
{
	buf_free(&h->kind);
	buf_free(&h->name);
	buf_free(&h->ids);
	buf_free(&h->state);
	buf_free(&h->warn);
	buf_free(&h->place);
	buf_free(&h->context);
	buf_free(&h->message);
}

static void head_of(const struct part *p, struct head *h)
{
	*h = (struct head){.warn_mean = MEAN_WARN};
	if (p->ops != NULL && p->ops->head != NULL)
		p->ops->head(p->self, h);
}

static int width(const struct buf *b)
{
	return utf8_width(b->p, b->len);
}

/* The kind; its first word in reverse if it has the cursor among two. */
static int put_kind(
    struct rect r, int y, int x, const struct head *h, bool focus, enum mean m)
{
	const char *s = buf_str(&h->kind);
	size_t word = strcspn(s, " ");
	int cells;

	if (!focus)
		return term_puts(r, y, x, m, s);
	cells = term_put(r, y, x, MEAN_FOCUS, s, word);
	return cells + term_puts(r, y, x + cells, m, s + word);
}

/* kind   name   ids      state: only the name is cut. */
static void put_title(
    struct rect r, int y, const struct head *h, bool focus, enum mean m)
{
	int x = MARGIN, state = width(&h->state), room;
	int end = r.w - MARGIN - (state > 0 ? state + 3 : 0);

	room = end - x - width(&h->kind) -
	       (h->ids.len > 0 ? 3 + width(&h->ids) : 0) -
	       (h->kind.len > 0 ? 3 : 0);
	/* Too narrow for all: what kind of screen is guessed most easily. */
	if (room >= 0 || h->ids.len == 0) {
		x += put_kind(r, y, x, h, focus, m);
		x += h->kind.len > 0 ? 3 : 0;
	} else {
		room += width(&h->kind) + 3;
	}
	if (h->name.len > 0 && room > 0)
		x += term_cut(r, y, x, room, MEAN_TITLE, buf_str(&h->name)) + 3;
	if (h->ids.len > 0)
		term_puts(r, y, x, MEAN_TITLE, buf_str(&h->ids));
	if (state > 0)
		term_right(r, y, MARGIN, r.w - 2 * MARGIN, h->state_mean,
		    buf_str(&h->state));
}

/* A rule with words at its left and right end. */
static void put_rule(struct rect r, int y, const char *left, enum mean lm,
    const char *right, enum mean rm)
{
	int rw = utf8_width(right, strlen(right)), w;

	term_rule(r, y, 0, r.w);
	if (rw > 0) {
		term_puts(r, y, r.w - rw - 3, MEAN_PLAIN, " ");
		term_puts(r, y, r.w - rw - 2, rm, right);
		term_puts(r, y, r.w - 2, MEAN_PLAIN, " ");
	}
	if (left[0] == '\0')
		return;
	term_puts(r, y, 1, MEAN_PLAIN, " ");
	w = term_cut(
	    r, y, MARGIN, r.w - 2 * MARGIN - (rw > 0 ? rw + 2 : 0), lm, left);
	term_puts(r, y, MARGIN + w, MEAN_PLAIN, " ");
}

/* --- parts --- */

static enum mean kind_mean(const struct part *p)
{
	return p->ops->flags & SCREEN_PRIVATE ? MEAN_PRIVATE : MEAN_TITLE;
}

static void draw_part(
    const struct frame *f, const struct part *p, struct rect r, bool bar)
{
	struct view v = {
	    .r = r, .focus = p == level_focus(f->level), .keys = f->keys};

	v.app = f->app;
	if (r.h < 1 || r.w < 1)
		return;
	if (p->ops->draw != NULL)
		p->ops->draw(p->self, &v);
	if (bar && (p->ops->flags & SCREEN_PRIVATE))
		term_bar(r, 0, 0, r.h);
}

/* A part with title, rule and context of its own in the columns of ${r}. */
static void draw_whole(const struct frame *f, const struct plan *plan,
    const struct part *p, struct rect r, bool two, bool place, bool bar)
{
	struct head h;
	struct rect col = {0, r.x, plan->all.h, r.w};
	bool focus = two && p == level_focus(f->level);
	const char *right = "";

	/* Asked again once it is drawn: a title may tell what is in sight. */
	head_of(p, &h);
	if (plan->context >= 0 && h.no_context) {
		r.h += r.y - plan->context;
		r.y = plan->context;
	} else if (plan->context >= 0) {
		term_cut(col, plan->context, MARGIN, r.w - 2 * MARGIN,
		    MEAN_PLAIN, buf_str(&h.context));
	}
	head_clear(&h);
	draw_part(f, p, r, bar);
	head_of(p, &h);
	if (place)
		right = h.place.len > 0 ? buf_str(&h.place) : f->place;
	if (plan->title >= 0)
		put_title(col, plan->title, &h, focus, kind_mean(p));
	if (plan->rule >= 0)
		put_rule(col, plan->rule, buf_str(&h.warn), h.warn_mean, right,
		    MEAN_PLAIN);
	head_clear(&h);
}

static void draw_side(
    const struct frame *f, const struct plan *plan, struct rect body)
{
	const struct level *l = f->level;
	int w = plan->all.w - PANE_W < NOTE_W ? plan->all.w - PANE_W : NOTE_W;
	struct rect left = {body.y, 0, body.h, w};
	struct rect right = {body.y, w + 1, body.h, plan->all.w - w - 1};

	draw_whole(f, plan, &l->main, left, true, false, false);
	draw_whole(f, plan, &l->pane, right, true, true, false);
	if (plan->rule >= 0)
		term_rule(plan->all, plan->rule, w, 1);
	if (!(l->pane.ops->flags & SCREEN_PRIVATE))
		return;
	term_bar(plan->all, 0, w, body.y + body.h);
	if (l->n_drawers == 0)
		term_bar(plan->all, 0, w,
		    plan->keys >= 0 ? plan->keys : plan->all.h);
	if (plan->rule >= 0)
		term_cross(plan->all, plan->rule, w);
}

/* The words of a pane's rule: kind, name, warning. */
static void pane_rule(const struct frame *f, struct rect r, int y)
{
	const struct part *p = &f->level->pane;
	bool focus = p == level_focus(f->level);
	struct buf rest = {0};
	struct head h;
	int x = MARGIN, state;

	head_of(p, &h);
	state = width(&h.state);
	put_rule(r, y, "", MEAN_PLAIN, buf_str(&h.state), h.state_mean);
	term_puts(r, y, 1, MEAN_PLAIN, " ");
	x += put_kind(r, y, x, &h, focus, kind_mean(p));
	if (h.name.len > 0)
		ui_say(&rest, "   %s", buf_str(&h.name));
	if (h.warn.len > 0)
		ui_say(&rest, "   %s", buf_str(&h.warn));
	x += term_cut(r, y, x, r.w - x - state - 5, MEAN_PLAIN, buf_str(&rest));
	term_puts(r, y, x, MEAN_PLAIN, " ");
	buf_free(&rest);
	head_clear(&h);
}

/* Main above, pane below a rule of its own; the context row makes room. */
static void draw_stacked(
    const struct frame *f, const struct plan *plan, struct rect body)
{
	const struct level *l = f->level;
	struct plan up = *plan;
	struct rect main = body, pane = body;
	int lower = (body.h * 11 + 9) / 19;

	up.context = -1;
	main.h = body.h - lower;
	pane.y = body.y + main.h + 1;
	pane.h = lower - 1;
	draw_whole(f, &up, &l->main, main, true, true, true);
	pane_rule(f, (struct rect){pane.y - 1, 0, 1, body.w}, 0);
	draw_part(f, &l->pane, pane, true);
}

static void draw_screens(
    const struct frame *f, const struct plan *plan, struct rect body)
{
	const struct level *l = f->level;
	struct rect tall = body;
	const struct part *one = &l->main;

	if (l->pane.ops == NULL) {
		draw_whole(f, plan, one, body, false, true, true);
		return;
	}
	if (plan->context >= 0) {
		tall.h += tall.y - plan->context;
		tall.y = plan->context;
	}
	if (l->in_pane)
		one = &l->pane;
	if (f->single || (plan->all.w < SIDE_MIN && tall.h < STACK_MIN))
		draw_whole(f, plan, one, body, false, true, true);
	else if (plan->all.w >= SIDE_MIN)
		draw_side(f, plan, body);
	else
		draw_stacked(f, plan, tall);
}

/* --- the drawer --- */

/* Title, rule and some rows of what it is about stay in sight. */
static int drawer_height(const struct part *p, const struct rect *body)
{
	int keep = body->h >= 12 ? 5 : body->h >= 6 ? 2 : 0;
	int want = p->ops->rows != NULL ? p->ops->rows(p->self, body->w) : 1;

	if (want < 1)
		want = 1;
	if (want > body->h - keep - 1)
		want = body->h - keep - 1;
	return want + 1;
}

static void draw_drawer(
    const struct frame *f, const struct part *p, struct rect r)
{
	struct head h;

	struct rect body = r;

	if (r.h > 1)
		body = rect_rows(r, 1, r.h);
	draw_part(f, p, body, true);
	if (r.h < 2)
		return;
	head_of(p, &h);
	put_rule(r, 0, buf_str(&h.kind), MEAN_TITLE, buf_str(&h.state),
	    h.state_mean);
	head_clear(&h);
}

/* --- message and keys --- */

static void put_message(const struct frame *f, const struct plan *plan)
{
	const struct level *l = f->level;
	struct rect r = {plan->message, 0, 1, plan->all.w};
	const char *text = f->message;
	enum mean m = f->message_mean;
	struct head h;
	bool side = l->pane.ops != NULL && !f->single &&
		    plan->all.w >= SIDE_MIN && l->n_drawers == 0;

	if (plan->message < 0)
		return;
	head_of(level_focus(l), &h);
	if (text[0] == '\0') {
		text = buf_str(&h.message);
		m = h.message_mean;
	}
	if (side) {
		int w = r.w - PANE_W < NOTE_W ? r.w - PANE_W : NOTE_W;
		bool in =
		    f->message[0] != '\0' ? f->message_in_pane : l->in_pane;

		r.x = in ? w + 1 : 0;
		r.w = in ? r.w - w - 1 : w;
	}
	if (r.w <= 2 * MARGIN)
		term_cut(r, 0, 0, r.w, m, text);
	else
		term_cut(r, 0, MARGIN, r.w - 2 * MARGIN, m, text);
	head_clear(&h);
}

#define ROW_KEYS 40

struct keyrow {
	const struct frame *f;
	const struct part *p;
	const struct action *a[ROW_KEYS];
	const struct action *label[ROW_KEYS]; /* whose label it bears */
	size_t n;
};

static void row_add(
    struct keyrow *k, const struct part *p, const struct action *a)
{
	const struct action *real = app_stands_for(k->f->app, p, a);

	if (a->label == NULL || k->n + 1 >= ROW_KEYS ||
	    keymap_keys(k->f->keys, a->keys != NULL ? a : real)[0] == '\0' ||
	    strcmp(a->id, "palette") == 0 || !app_legal(k->f->app, p, a))
		return;
	for (size_t i = 0; i < k->n; i++) {
		if (strcmp(k->a[i]->id, a->id) == 0)
			return;
	}
	k->a[k->n] = a->keys != NULL ? a : real;
	k->label[k->n++] = a;
}

static const char *label_of(const struct keyrow *k, const struct action *a)
{
	const char *own = NULL;

	if (k->p->ops->label != NULL)
		own = k->p->ops->label(k->p->self, a);
	return own != NULL ? own : _(a->label);
}

static int row_item(const struct keyrow *k, size_t i, struct rect r, int x)
{
	struct buf key = {0};
	const char *label = label_of(k, k->label[i]);
	const struct action shown = {.id = k->a[i]->id,
	    .keys = k->a[i]->keys,
	    .flags = k->label[i]->flags};
	int cells = 0;

	if (keymap_show(k->f->keys, &shown, &key) == ERR_OK)
		cells = term_puts(r, 0, x, MEAN_KEY, buf_str(&key));
	if (label[0] != '\0')
		cells += 1 + term_puts(r, 0, x + cells + 1, MEAN_PLAIN, label);
	buf_free(&key);
	return cells;
}

/* Cells of the first ${n} and the last item, ${gap} blanks apart. */
static int row_width(const struct keyrow *k, size_t n, int gap)
{
	struct rect none = {0, 0, 0, 0};
	int w = row_item(k, k->n - 1, none, 0);

	for (size_t i = 0; i < n; i++)
		w += row_item(k, i, none, 0) + gap;
	return w;
}

static void row_draw(const struct keyrow *k, struct rect r, int x)
{
	int room = r.w - x - MARGIN, gap = 3;
	size_t n = k->n - 1;

	if (row_width(k, n, gap) > room)
		gap = 2;
	while (n > 0 && row_width(k, n, gap) > room)
		n--;
	for (size_t i = 0; i < n; i++)
		x += row_item(k, i, r, x) + gap;
	row_item(k, k->n - 1, r, x);
}

void frame_keys(const struct frame *f, const struct part *p, struct rect row)
{
	static const struct action back = {.id = "back", .label = N_("back")};
	static const struct action all = {.id = "palette", .label = N_("all")};
	struct keyrow k = {.f = f, .p = p};
	struct head h;
	int x = row.w > 2 * MARGIN ? MARGIN : 0;

	for (size_t i = 0; i < p->ops->actions.n; i++)
		row_add(&k, p, &p->ops->actions.rows[i]);
	if (!f->home)
		row_add(&k, p, &back);
	k.a[k.n] = app_stands_for(f->app, p, &all);
	k.label[k.n++] = &all;
	if (p->ops->flags & SCREEN_PRIVATE) {
		head_of(p, &h);
		x += put_kind(row, 0, x, &h, false, MEAN_PRIVATE);
		x += row_width(&k, k.n - 1, 3) + 3 > row.w - x - MARGIN ? 2 : 3;
		head_clear(&h);
	}
	row_draw(&k, row, x);
}

void frame_paint(const struct frame *f)
{
	const struct level *l = f->level;
	struct plan plan = make_plan();
	struct rect body = plan.body, drawer;

	term_clear();
	if (l->n_drawers > 0) {
		const struct part *d = &l->drawers[l->n_drawers - 1];
		int h = body.h < 4 ? body.h : drawer_height(d, &body);

		drawer = rect_rows(body, body.h - h, h);
		body.h -= h;
		draw_screens(f, &plan, body);
		draw_drawer(f, d, drawer);
	} else {
		draw_screens(f, &plan, body);
	}
	put_message(f, &plan);
	if (plan.keys >= 0)
		frame_keys(f, level_focus(l),
		    (struct rect){plan.keys, 0, 1, plan.all.w});
	term_paint();
}
