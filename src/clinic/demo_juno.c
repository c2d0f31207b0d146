/* Juno Dolor's clients.  All of them are invented. */
#include "clinic/demo_cast.h"

const struct demo_client demo_juno[] = {
    {
	.name = "Renée Chimère",
	.called = "Renée, she",
	.born = "1975-07-17",
	.language = "French, English",
	.contact = "555-0133, voice mail yes, post no",
	.emergency = "Aurèle Chimère, husband, 555-0134",
	.referral = "own wish",
	.form = "dap",
	.slot = {0, 0, 8},
	.middle = FATE_ADDENDUM,
	.service = "individual",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "F40.10",
	.objective = "1.1",
	.problem = "dread of being heard",
	.why = "rehearsing every sentence proves that sentences are dangerous",
	.measure = "GAD-7",
	.score = 13,
	.told = {"Has sung alto in the choir for nine years and mouths the "
		 "words when the row thins out. Was asked to speak the "
		 "welcome at the winter concert.",
	    "Counted: eleven unsaid sentences at the parents' evening. Wrote "
	    "three of them down, all harmless.",
	    "Ordered by telephone instead of by form. Her voice shook, the "
	    "man on the line did not mind or did not notice.",
	    "Dropped a hymn book and the whole alto looked. \"Et puis rien. "
	    "Nothing happened, at great length.\"",
	    "Asked a question in the rehearsal. It was answered. Lay awake "
	    "over it until one, less than she had expected.",
	    "Read the welcome to her husband, then to the cat, then to the "
	    "neighbour through the hedge.",
	    "Spoke the welcome at the dress rehearsal without the paper. "
	    "Forgot one line and invented another."},
	.tasks = {"One unrehearsed sentence a day to somebody she does not "
		  "know well.",
	    "After each, note what was feared and what happened.",
	    "Read the welcome aloud with the window open."},
	.private = {"She thanks me for every question. I begin to ask fewer.\n"
		    "#supervision  Who is afraid of being heard here?",
	    "A flash of boredom at the hymn book. It may be hers.\n"
	    "#raise  What would she say if she were rude?"},
    },
    {
	.name = "Ευτέρπη Φανταστική",
	.called = "Efterpi, she",
	.born = "1990-02-11",
	.language = "Greek, English",
	.contact = "555-0147, voice mail no, post no",
	.emergency = "Θάλεια Φανταστική, sister, 555-0148",
	.referral = "family doctor",
	.form = "birp",
	.slot = {0, 70, 8},
	.previous = FATE_MISSED,
	.service = "individual",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "F42.8",
	.objective = "1.1",
	.problem = "checking the bakery's locks and ovens",
	.why = "each check buys an hour and sells a doubt",
	.measure = "",
	.told = {"Drives back to the bakery up to six times a night. Knows "
		 "that the oven is off, \"but knowing is not enough\".",
	    "Photographed the oven switches. Now checks the photographs.",
	    "Left after one check on Sunday, with her sister in the car. "
	    "Anxious until midnight, then asleep.",
	    "Two checks on four evenings. Deleted the photographs on Friday, "
	    "with both hands.",
	    "An egg timer rang at home and she was in the car before she knew "
	    "it. Turned round at the corner without going in.",
	    "Let the apprentice lock up. \"Η καρδιά μου χτυπούσε στον λαιμό, "
	    "but the street was still there in the morning.\"",
	    "One check a night for the whole week. Slept; baked better "
	    "bread, she thinks."},
	.tasks = {"One check, said aloud, then the key into the bag.",
	    "Wait out the urge at home; note its height every ten minutes.",
	    "The apprentice locks up on Tuesday."},
    },
    {
	.name = "贾虚文",
	.called = "Xuwen, he",
	.born = "1982-08-25",
	.language = "Mandarin, English",
	.contact = "555-0156, text only",
	.emergency = "贾甄言, brother, 555-0157",
	.referral = "employer's health service",
	.form = "soap",
	.slot = {0, -120, 8},
	.middle = FATE_LATE,
	.service = "individual",
	.place = "telehealth",
	.modality = "video",
	.present = "client",
	.diagnosis = "F43.23",
	.objective = "2.2",
	.problem = "never leaving work",
	.why = "every answered message at night orders the next one",
	.measure = "PHQ-9",
	.score = 12,
	.told = {"Translates manuals for lifts. Answers the office at "
		 "midnight and at five. His daughter drew him with a "
		 "rectangle for a head.",
	    "Put the telephone into the shoe cupboard from nine to seven, "
	    "twice. Looked in on it \"like on a sleeping child\".",
	    "Headaches on three days. Took a lunch break and did not know "
	    "where people go.",
	    "Told the office that he does not answer after eight. The reply "
	    "was a thumb. He had prepared for a war.",
	    "A rush order, two nights until two. Stopped afterwards, which "
	    "is new; before, one rush would breed another.",
	    "Read aloud to his daughter four times. \"她说我终于有脸了。\" "
	    "She says that he has a face at last.",
	    "No work after eight for a week. Restless on Sunday, repaired "
	    "the balcony door."},
	.tasks = {"Telephone in the shoe cupboard from nine to seven.",
	    "Lunch away from the desk, thirty minutes.",
	    "Read aloud on four evenings."},
	.private = {"Speaks about his daughter as about a deadline, then "
		    "hears it himself.\n#raise  His own father's absence."},
    },
    {
	.name = "Nguyễn Thị Hư Cấu",
	.called = "Cấu, she",
	.born = "1999-04-03",
	.language = "Vietnamese, English",
	.contact = "555-0161, voice mail yes, post no",
	.emergency = "Nguyễn Văn Tưởng Tượng, uncle, 555-0162",
	.referral = "university counselling desk",
	.form = "dap",
	.slot = {2, 15, 7},
	.last = FATE_NONE,
	.service = "individual",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "F41.1",
	.objective = "1.1",
	.problem = "worry about the thesis and everything near it",
	.why = "planning for every case replaces beginning",
	.measure = "GAD-7",
	.score = 16,
	.told = {"Has a plan for the thesis, a plan for the plan, and no "
		 "first page. Stomach aches before every meeting.",
	    "Wrote half a page and deleted it twice. Keeps a list of "
	    "everything that could go wrong; it has forty lines.",
	    "Worried for half an hour at five o'clock as agreed, with a "
	    "watch. Ran out of worries after nineteen minutes.",
	    "Handed in three pages with a mistake in them, on purpose. The "
	    "supervisor found another one.",
	    "Her uncle said that she looks tired. Was hurt, then took the "
	    "Sunday off. \"Nghỉ một ngày mà trời không sập.\"",
	    "Nine pages. Ate before the meeting. Said \"I do not know yet\" "
	    "and it was written down as a result.",
	    "Slept before the talk. Hands trembled, slides stayed in order."},
	.tasks = {"Worry at five o'clock for half an hour, sitting at the "
		  "window.",
	    "One page a day, not to be read again before Friday.",
	    "Leave one small mistake standing."},
    },
    {
	.name = "Ambrose Nonesuch",
	.called = "Ambrose and Lio",
	.born = "1971-10-09",
	.language = "English",
	.contact = "555-0175, voice mail no, post yes",
	.emergency = "Lio Nonesuch, husband, 555-0176",
	.referral = "a friend",
	.form = "narrative",
	.slot = {4, 16, 7},
	.middle = FATE_CANCELLED,
	.service = "couple",
	.place = "office",
	.modality = "in person",
	.present = "client and husband",
	.diagnosis = "Z63.0",
	.objective = "1.1",
	.problem = "the quarrel about the allotment, which is about more",
	.why = "each defends before the other has finished",
	.measure = "",
	.told = {"They have not agreed about the shed for two years. Both "
		 "say that it is not about the shed.",
	    "Lio speaks, Ambrose sighs, Lio stops. Seen three times in ten "
	    "minutes, and named by both when asked.",
	    "Took turns with the kitchen timer at home, five minutes each. "
	    "The second round was the first time that Ambrose heard the word "
	    "lonely.",
	    "A good week and then the hose. They laughed about it here, "
	    "not at home.",
	    "Ambrose repeated what Lio had said and was told: nearly. Tried "
	    "again. \"That is the longest anybody has listened to me.\"",
	    "Built half a shed. Quarrelled, went home, built the other half "
	    "on Sunday.",
	    "Spoke about the year in which Ambrose was ill and neither said "
	    "so. Quiet, close, tired afterwards."},
	.tasks = {"Five minutes each with the kitchen timer, three times a "
		  "week.",
	    "Say back what was heard before answering.",
	    "One hour on the allotment without tools."},
	.private = {"I side with the sigh. Noted.\n#supervision  Loyalty in "
		    "the triangle."},
    },
    {
	.name = "ليلى الخيالي",
	.called = "Layla, she",
	.born = "1993-06-21",
	.language = "Arabic, English",
	.contact = "555-0188, text first",
	.emergency = "سلمى الخيالي, mother, 555-0189",
	.referral = "hospital social work",
	.form = "birp",
	.slot = {0, 190, 8},
	.middle = FATE_ERROR,
	.service = "individual",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "F43.10",
	.objective = "1.1",
	.problem = "the accident that keeps happening",
	.why = "avoiding the crossing keeps it in the present",
	.measure = "PCL-5",
	.score = 48,
	.told = {"Lorry, crossing, winter. Hears brakes in the washing "
		 "machine. Has not crossed that street since.",
	    "Nightmares on four nights. Sits with her back to the wall, also "
	    "here, and chose the chair herself.",
	    "Told the first minute of the morning in the present tense, "
	    "stopped at the kerb. Hands steady again after the grounding.",
	    "Told it to the end. \"كنت هناك وأنا هنا. I was there and I am "
	    "here.\" Ate a whole orange afterwards.",
	    "Stood at the crossing with her mother for four lights. Shook, "
	    "stayed, went for tea.",
	    "Two nightmares. In one of them she braked.",
	    "Crossed alone at noon. Startled at a horn and walked on."},
	.tasks = {"Grounding by five senses, morning and evening.",
	    "Listen to the recording once a day, sitting, volume low.",
	    "Stand at the crossing for four lights, with her mother."},
    },
    {.name = NULL},
};
