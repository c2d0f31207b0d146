#include "clinic/demo_words.h"

#include <string.h>

/* %p the problem, %w what keeps it going, %o the objective's code. */

static const char *const came[] = {"On time, dressed for the weather, at ease.",
    "A few minutes late and out of breath, settled quickly.",
    "On time; at the edge of the chair at first, leaned back later.",
    "Tired around the eyes, otherwise well kept.",
    "On time, quiet start, then spoke without being asked.",
    "On time and in a hurry to begin.",
    "Looked away often in the first half, less in the second.",
    "Punctual; held a cup of tea throughout and forgot to drink it.",
    "On time. Posture upright, hands busy.", NULL};

static const char *const mood[] = {"Affect bright, full range.",
    "Affect somewhat flat, warmer when speaking about the week.",
    "Mood described as middling; affect matched.",
    "Tearful once, recovered unaided.",
    "Anxious at the beginning, steadier after ten minutes.",
    "Affect lively, at times ahead of the words.", "Subdued, with dry humour.",
    "Irritable for a moment, said so, and it passed.", NULL};

static const char *const mind[] = {
    "Speech normal, thoughts in order, oriented.",
    "Speech slow at first; thinking clear.",
    "Speech quick, could be slowed; thinking in order.",
    "Attention held for the whole session.",
    "Attention wandered twice and came back by itself.",
    "Insight good, judgement intact.", NULL};

static const char *const did[] = {
    "Went through the week by the hour to find where %p begins (%o).",
    "Drew the circle on paper: trigger, thought, body, what was done about "
    "it.",
    "Practised breathing out longer than in, four minutes, eyes open.",
    "Rehearsed the next step with changed places, twice (%o).",
    "Looked for the exception: an hour of this week in which it was "
    "different, and what made it so.",
    "Went over what had been practised since last time and what got in the "
    "way.",
    "Took it apart into what is known, what is guessed and what is "
    "remembered.",
    "Put the steps against %p in order, from dull to daring (%o).",
    "Named what the effort is for and wrote the first three answers down.",
    "Stayed with the feeling for a while before doing anything about it.",
    "Prepared for setbacks: what they look like on their first day.", NULL};

static const char *const took[] = {
    "Took up the exercise with curiosity and improved it.",
    "Hesitant at first, then worked with energy.",
    "Said that it felt silly and did it all the same.",
    "Could say in own words what keeps it going.",
    "Was moved by the connection and asked for a pause.",
    "Disagreed with one step and put forward a better one.",
    "Asked what the step is good for and was content with the answer.",
    "Tired towards the end; the last part was kept short.", NULL};

static const char *const early[] = {
    "Concerning %p a pattern is becoming clear: %w.",
    "The working idea is that %w. It was found plausible.",
    "Distress in proportion to what happened; work on %o begun.",
    "Motivation good, confidence low. Small steps will serve %o.", NULL};

static const char *const middle[] = {
    "Movement on %o: more is tried and less is avoided.",
    "A setback within progress, learnt from rather than lost by. %o "
    "unchanged.",
    "The idea that %w has been put to the test and holds.",
    "Partial response; what helps is the practice between sessions (%o).",
    NULL};

static const char *const late[] = {
    "%o improving: the gains hold without reminders.",
    "Concerning %p: rarer, shorter, and met with less alarm.",
    "The change is described as own work, which it is. %o nearly reached.",
    "Stable. Time to speak about longer intervals.", NULL};

static const char *const risk[] = {
    "Asked directly: no thoughts of death or of harming anybody.",
    "No thoughts of suicide or violence, on asking.",
    "Risk asked about and not found.",
    "Nothing in word or conduct that points to danger; asked.", NULL};

static const char *const low_risk[] = {
    "Passing thoughts that it would be easier not to wake; no plan, no "
    "intent. Knows whom to call, and at what hour. Risk low.",
    "The thoughts of not being there came once, were told at home, went. "
    "Risk low, asked again next time.",
    NULL};

static const char *const then[] = {"To call if it becomes worse before.",
    "Review of the plan in four weeks.",
    "If the week goes well, one step further.",
    "A letter to the referring person, with consent, is to be prepared.",
    "Agreed to speak about the pace next time.", NULL};

static const char *const more[] = {
    "The client telephoned this morning and asked that it be noted that the "
    "practice was done on five days, not on four.",
    "Left out yesterday: the family doctor has been told about the sessions, "
    "with consent given in the session.",
    "Left out yesterday: the next appointment was confirmed in writing, and "
    "the number for nights and weekends was given again.",
    NULL};

/* ---- picking
 * --------------------------------------------------------------------- */

/* Another one each time until all were used, beginning elsewhere for each
 * client. */
static const char *pick(
    const struct demo_hour *h, const char *const *bank, unsigned salt)
{
	unsigned begin = h->who * (7 + h->who * salt) + salt * 11, n = 0;

	while (bank[n] != NULL)
		n++;
	return bank[(begin + h->nth) % n];
}

static enum err slot(const struct demo_hour *h, char which, struct buf *out)
{
	const struct {
		char which;
		const char *text;
	} slots[] = {
	    {'p', h->client->problem},
	    {'w', h->client->why},
	    {'o', h->client->objective},
	};

	for (size_t i = 0; i < sizeof(slots) / sizeof(*slots); i++)
		if (slots[i].which == which)
			return buf_adds(out, slots[i].text);
	return err_set(ERR_FORMAT, "%%%c in a phrase", which);
}

/* A phrase with its slots filled, after a blank if text stands before. */
static enum err add(
    const struct demo_hour *h, const char *phrase, struct buf *out)
{
	enum err e = ERR_OK;

	if (out->len > 0 && out->p[out->len - 1] != '\n')
		e = buf_adds(out, " ");
	while (e == ERR_OK && *phrase != '\0') {
		size_t n = strcspn(phrase, "%");

		e = buf_add(out, phrase, n);
		phrase += n;
		if (e == ERR_OK && *phrase == '%') {
			e = slot(h, phrase[1], out);
			phrase += 2;
		}
	}
	return e;
}

static enum err add_pick(const struct demo_hour *h, const char *const *bank,
    unsigned salt, struct buf *out)
{
	return add(h, pick(h, bank, salt), out);
}

/* Two that differ. */
static enum err add_two(const struct demo_hour *h, const char *const *bank,
    unsigned salt, struct buf *out)
{
	const char *first = pick(h, bank, 0), *next = pick(h, bank, salt);
	enum err e = add(h, first, out);

	for (size_t i = 0; first == next; i++)
		if (bank[i] == first)
			next = bank[i + 1] != NULL ? bank[i + 1] : bank[0];
	return e == ERR_OK ? add(h, next, out) : e;
}

/* ---- passages
 * -------------------------------------------------------------------- */

static const char *const again[] = {
    "Much as last week, with better and worse hours. What helped was done "
    "more often than what did not.",
    "Brought notes about the week and read from them. Two good days in a row, "
    "which is new.",
    NULL};

static enum err told(const struct demo_hour *h, struct buf *out)
{
	const char *s = h->nth < DEMO_TOLD ? h->client->told[h->nth] : NULL;

	return s != NULL && *s != '\0' ? buf_adds(out, s)
				       : add_pick(h, again, 0, out);
}

static enum err score(const struct demo_hour *h, struct buf *out)
{
	const struct demo_client *c = h->client;
	int now = c->score - (int)h->nth * c->score / 12 +
		  (int)((h->nth * 7 + h->who) % 3);

	if (*c->measure == '\0' || h->nth % 2 != 0)
		return ERR_OK;
	if (h->nth == 0)
		return buf_addf(out, " %s today %d.", c->measure, c->score);
	return buf_addf(out, " %s today %d, at the beginning %d.", c->measure,
	    now, c->score);
}

static enum err seen(const struct demo_hour *h, struct buf *out)
{
	enum err e = add_pick(h, came, 1, out);

	if (e == ERR_OK)
		e = add_pick(h, mood, 2, out);
	if (e == ERR_OK)
		e = add_pick(h, mind, 3, out);
	return e == ERR_OK ? score(h, out) : e;
}

static enum err done(const struct demo_hour *h, struct buf *out)
{
	return add_two(h, did, 2, out);
}

static enum err response(const struct demo_hour *h, struct buf *out)
{
	return add_pick(h, took, 1, out);
}

const char *demo_risk(const struct demo_hour *h)
{
	return h->client->score >= 16 && h->nth < 2 ? "low" : "none found";
}

static enum err means(const struct demo_hour *h, struct buf *out)
{
	unsigned third = h->of == 0 ? 0 : h->nth * 3 / h->of;
	const char *const *bank = third == 0   ? early
				  : third == 1 ? middle
					       : late;
	enum err e = h->nth % 3 == 2 ? add_two(h, bank, 1, out)
				     : add_pick(h, bank, 0, out);

	if (e != ERR_OK)
		return e;
	return strcmp(demo_risk(h), "low") == 0 ? add_pick(h, low_risk, 0, out)
						: add_pick(h, risk, 0, out);
}

static enum err plan(const struct demo_hour *h, struct buf *out)
{
	enum err e = add(h, h->client->tasks[h->nth % DEMO_TASKS], out);

	if (e == ERR_OK && h->nth % 2 == 1)
		e = add_pick(h, then, 0, out);
	if (e == ERR_OK && *h->next != '\0')
		e = buf_addf(out, " Next session %s.", h->next);
	return e;
}

static enum err paragraph(const struct demo_hour *h, struct buf *out)
{
	(void)h;
	return buf_adds(out, "\n\n");
}

/* ---- sections
 * -------------------------------------------------------------------- */

#define PASSAGES 9

/* Rows of one section follow each other in the order of its text. */
static const struct {
	const char *field;
	enum err (*passage[PASSAGES])(const struct demo_hour *, struct buf *);
} sections[] = {
    {"subjective", {told}},
    {"objective", {seen, done}},
    {"data", {told, paragraph, seen, done}},
    {"assessment", {response, means}},
    {"behavior", {told, seen}},
    {"intervention", {done}},
    {"response", {response, means}},
    {"narrative", {told, paragraph, seen, paragraph, done, response, means,
		      paragraph, plan}},
    {"plan", {plan}},
};

enum err demo_section(
    const struct demo_hour *h, const char *field, struct buf *out)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++)
		if (strcmp(sections[i].field, field) == 0)
			for (size_t k = 0; e == ERR_OK && k < PASSAGES &&
					   sections[i].passage[k] != NULL;
			     k++)
				e = sections[i].passage[k](h, out);
	return e;
}

enum err demo_addendum(const struct demo_hour *h, struct buf *out)
{
	return add_pick(h, more, 0, out);
}
