/* The rows of a reader; shared by pager.c and pager_draw.c only. */
#ifndef UI_PAGER_ROWS_H
#define UI_PAGER_ROWS_H

#include "ui/pager.h"

#define LABEL_X 2
#define LABEL_W 12
#define TEXT_MAX 76
#define NARROW 50

struct pager_item {
	struct buf label;
	struct buf text;
	struct buf right;
	enum mean mean;
	unsigned flags;
	char mark;
	int id;
};

enum row_kind { ROW_TEXT, ROW_GAP, ROW_LABEL };

struct pager_row {
	size_t item;
	size_t from, to;
	enum row_kind kind;
	bool first;
};

/* Make the rows for ${w} columns, unless they are made. */
void pager_lay_out(struct pager *, int w);
/* Columns of labels; is there no room for them; where the text begins. */
int pager_label_w(const struct pager *);
bool pager_narrow(int w);
int pager_text_x(const struct pager *, const struct pager_item *, int w);

#endif
