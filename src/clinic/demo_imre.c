/* Imre Lorem's clients.  All of them are invented. */
#include "clinic/demo_cast.h"

const struct demo_client demo_imre[] = {
    {
	.name = "Wren Fable",
	.called = "Wren, she",
	.born = "1991-03-14",
	.language = "English",
	.contact = "555-0142, voice mail yes, post no",
	.emergency = "Bruno Fable, brother, 555-0117",
	.referral = "own wish",
	.form = "soap",
	.slot = {0, 0, 8},
	.middle = FATE_CORRECTION,
	.service = "individual",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "F41.0",
	.objective = "1.1",
	.problem = "panic on the tram",
	.why = "getting off early keeps the alarm trained",
	.measure = "GAD-7",
	.score = 15,
	.told = {"Since February the tram home has become \"a tin with the lid "
		 "on\". Heart races, hands go cold, gets off two stops early "
		 "and walks the rest in any weather.",
	    "Three attacks this week, all between the bridge and the market. "
	    "Carries water and a paper bag \"like charms\".",
	    "Rode with her brother twice. With him the fear stays below her "
	    "collar; alone it climbs. Slept four nights of seven.",
	    "One stop alone on Wednesday. Counted lamp posts, felt foolish, "
	    "stayed on. \"I was frightened and it was boring, both.\"",
	    "A bad Thursday: the tram stood in the tunnel for six minutes. "
	    "Stayed seated. Cried afterwards at the bakery, then bought a "
	    "bun.",
	    "Two stops alone, three mornings in a row. Left the paper bag at "
	    "home and noticed only in the evening.",
	    "Slept through five nights of seven. \"I forgot to be afraid on "
	    "the way here.\" One attack of some four minutes, stayed on and "
	    "counted."},
	.tasks = {"Breathing twice a day, ten minutes, sitting.",
	    "Thought record after each tram ride.",
	    "Ride two stops alone; her brother waits at the second."},
	.private =
	    {"She laughs exactly where it hurts. I laughed with her and lost "
	     "the thread.\n#supervision  Do I set the pace for her, or for my "
	     "own comfort?",
		"The silence after the question was hers, and I filled it.\n"
		"#raise  The brother, named twice and dropped.",
		"Relieved when she cancels, and ashamed of being relieved. "
		"Whose fear is in the room?\n#supervision  The clock: I look "
		"at it before she does."},
    },
    {
	.name = "Otto Quillfeather",
	.called = "Otto, he",
	.born = "1984-06-02",
	.language = "English",
	.contact = "555-0163, voice mail no, post yes",
	.emergency = "Hedda Quillfeather, wife, 555-0164",
	.referral = "family doctor",
	.form = "soap",
	.slot = {2, 16, 8},
	.previous = FATE_NONE,
	.service = "individual",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "F43.21",
	.objective = "2.1",
	.problem = "grief for his father",
	.why = "the closed workshop postpones the farewell",
	.measure = "PHQ-9",
	.score = 14,
	.told = {"Father died in spring; the clock workshop has been locked "
		 "since. Drives past it with the radio loud.",
	    "Cannot open the post addressed to his father. The heap \"has its "
	    "own chair by now\".",
	    "Dreamt of the workshop with every clock striking a different "
	    "hour. Woke angry, not sad, which surprised him.",
	    "Opened four letters with his wife. One was from a customer who "
	    "wanted to say thank you. Read it aloud and had to stop.",
	    "Went into the workshop for ten minutes. It smelled of oil and "
	    "peppermints. Wound one clock and left.",
	    "Argued with his sister about the lease. Said for the first time "
	    "that he wants to keep the bench, nothing else.",
	    "Took his daughter along. She asked who would repair the owl. "
	    "\"I said: I might.\" Eats breakfast again."},
	.tasks = {"Ten minutes in the workshop on Saturday, then a walk.",
	    "Open two letters in company, leave the rest.",
	    "Write down one story about his father each evening."},
	.private =
	    {"He tells it like an obituary. I wait for the man who shouted.\n"
	     "#raise  The year they did not speak.",
		"My own father's tools, the whole hour. Kept it out of the "
		"room, I think.\n#supervision  What grief do I bring along?"},
    },
    {
	.name = "Ольга Вымыслова",
	.called = "Оля, she",
	.born = "1979-11-23",
	.language = "Russian, English",
	.contact = "555-0128, text only",
	.emergency = "Тимур Вымыслов, son, 555-0129",
	.referral = "sleep clinic",
	.form = "dap",
	.slot = {3, 14, 7},
	.last = FATE_UNSIGNED,
	.service = "individual",
	.place = "telehealth",
	.modality = "video",
	.present = "client",
	.diagnosis = "F51.01",
	.objective = "1.2",
	.problem = "sleeplessness since the night shifts ended",
	.why = "long hours in bed teach the bed to mean waking",
	.measure = "",
	.told = {"Goes to bed at nine \"to be sure\", lies awake until two. "
		 "After eleven years of night shifts the dark feels like "
		 "working time.",
	    "Kept the sleep diary: five hours asleep, nine in bed. Was "
	    "startled by her own handwriting at three in the morning.",
	    "Went to bed at midnight on six nights. Furious about it, slept "
	    "somewhat better. Naps on the sofa are gone.",
	    "Got up twice in the night as agreed and ironed. \"Ещё никогда у "
	    "нас не было столько глаженых полотенец.\" Laughed.",
	    "Her son's exam cost her three nights. Noticed that she did not "
	    "make up for it by lying down at noon.",
	    "Six hours on most nights. Bored in the evenings now and does not "
	    "know what to do with them.",
	    "Has begun to sing with a neighbour on Tuesdays, badly and "
	    "loudly. Asleep within half an hour on five nights."},
	.tasks = {"Up at half past six every day, also after a bad night.",
	    "Out of bed after a quarter of an hour awake; ironing or the "
	    "radio.",
	    "Sleep diary until next time, times only."},
    },
    {
	.name = "Marisol Ficta",
	.called = "Marisol, she",
	.born = "1996-05-08",
	.language = "Spanish, English",
	.contact = "555-0171, voice mail yes, post yes",
	.emergency = "Nuria Ficta, aunt, 555-0172",
	.referral = "a friend",
	.form = "soap",
	.slot = {0, 70, 8},
	.middle = FATE_MISSED,
	.service = "individual",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "F43.22",
	.objective = "1.1",
	.problem = "homesickness and worry after the move",
	.why = "calling home at every doubt leaves no room to arrive",
	.measure = "GAD-7",
	.score = 12,
	.told = {"Moved here in June for the post at the harbour office. "
		 "Telephones her mother five times a day, once from the "
		 "copying room.",
	    "Eats at her desk so that nobody asks where she is from. "
	    "\"Explaining is tiring before it begins.\"",
	    "Bought a kettle. It is the first thing she did not bring along "
	    "in a suitcase, and she was proud and sad about it.",
	    "Two calls a day for a week. The hour between six and seven is "
	    "the worst; has started to walk to the lighthouse then.",
	    "A colleague corrected her in front of others. Wrote down what "
	    "she would have liked to say: \"Momento, todavía no he "
	    "terminado.\"",
	    "Said that sentence on Monday, in English. Nothing fell down.",
	    "Went to the market festival with two people from the harbour. "
	    "Forgot to call home and nobody was cross."},
	.tasks = {"Two calls home a day, at times fixed beforehand.",
	    "Lunch at the long table on Tuesday and Thursday.",
	    "Walk between six and seven, by a new street each time."},
	.private = {"I like her very much and that makes me quick to praise."
		    "\n#supervision  Warmth as a way around her anger?"},
    },
    {
	.name = "Bruno Papermoon",
	.called = "Bruno, he",
	.born = "1988-12-30",
	.language = "English",
	.contact = "555-0184, voice mail yes, post no",
	.emergency = "Odile Papermoon, mother, 555-0185",
	.referral = "employer's health service",
	.form = "dap",
	.slot = {0, 130, 7},
	.previous = FATE_CANCELLED,
	.middle = FATE_ADDENDUM,
	.service = "individual",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "F43.24",
	.objective = "3.1",
	.problem = "outbursts at the depot",
	.why = "he notices the heat only when it boils",
	.measure = "",
	.told = {"Threw a clipboard at a locker in August; nobody was hit, "
		 "everybody went quiet. \"The quiet was the worst part.\"",
	    "Two flare-ups, both after changed rosters. Feels it in his jaw "
	    "first, learnt only this week that it has a first.",
	    "Walked round the yard instead of answering the dispatcher. Came "
	    "back after ten minutes and was still right, but quieter.",
	    "A week without an outburst. Slept badly, as if waiting for it.",
	    "Shouted at his nephew over a spilled puzzle and apologized the "
	    "same evening. Found the apology harder than the shouting.",
	    "Told the foreman which two roster changes he cannot do. Had "
	    "rehearsed it in the van. They settled on one.",
	    "The jaw told him early on Friday. Left the canteen, drank water, "
	    "went back in. Nobody noticed, and he was proud of that."},
	.tasks = {"Mark jaw, neck and fists from 0 to 10, three times a day.",
	    "Round the yard at five or above, then back to the same person.",
	    "Say one thing a day before it has become urgent."},
    },
    {
	.name = "Ines Quimera",
	.called = "Ines, she",
	.born = "2003-01-19",
	.language = "Portuguese, English",
	.contact = "555-0190, text first",
	.emergency = "Tomás Quimera, father, 555-0191",
	.referral = "university counselling desk",
	.form = "soap",
	.slot = {0, 250, 0},
	.service = "intake",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "",
	.objective = "",
	.problem = "",
	.why = "",
	.measure = "",
    },
    {
	.name = "Abelard Quince-Nought",
	.called = "Mr Quince-Nought, he",
	.born = "1968-09-30",
	.language = "English",
	.contact = "555-0109, voice mail yes, post yes",
	.emergency = "Sabine Nought, partner, 555-0110",
	.referral = "family doctor",
	.form = "birp",
	.slot = {1, 17, 8},
	.last = FATE_DRAFT,
	.middle = FATE_LATE,
	.service = "individual",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "F32.1",
	.objective = "1.3",
	.problem = "low mood after leaving the railway",
	.why = "days without a timetable shrink to the armchair",
	.measure = "PHQ-9",
	.score = 17,
	.told = {"Retired early from the signal box. Still wakes at ten to "
		 "four and \"listens for the goods train\". Little appetite, "
		 "no plans, no tears.",
	    "Spent most of the week in the armchair. Went out once, for lamp "
	    "bulbs, and was asked how retirement was. \"I said fine.\"",
	    "Drew up a timetable for Tuesday with his partner, in railway "
	    "hand. Kept three of five lines.",
	    "Walked to the old signal box and found it painted green. Stood "
	    "there for an hour. Something between a funeral and a birthday.",
	    "Cooked twice. The soup was bad and they ate it.",
	    "Asked at the model railway club; they need somebody who knows "
	    "interlocking. Has not said yes.",
	    "Said yes to the club. Still early waking, but gets up instead "
	    "of lying there. Appetite back at supper."},
	.tasks = {"A timetable of three lines for each day.",
	    "Out of the house before ten, whatever the weather.",
	    "One evening a week at the model railway club."},
	.private = {"He talks to the lamp. When I moved my chair he talked "
		    "to me.\n#raise  The colleague who died on the line, "
		    "mentioned once, in passing."},
    },
    {.name = NULL},
};
