/* Soren Amet's clients, and the one of Hollis Ipsum.  All of them are
 * invented. */
#include "clinic/demo_cast.h"

const struct demo_client demo_soren[] = {
    {
	.name = "架空花子",
	.called = "Hanako, she",
	.born = "1987-01-05",
	.language = "Japanese, English",
	.contact = "555-0122, text only",
	.emergency = "架空太郎, husband, 555-0123",
	.referral = "midwife",
	.form = "birp",
	.slot = {0, 0, 8},
	.middle = FATE_CORRECTION,
	.service = "individual",
	.place = "client's home",
	.modality = "in person",
	.present = "client and infant",
	.diagnosis = "F53.0",
	.objective = "1.1",
	.problem = "low mood since the birth",
	.why = "doing all of it alone is taken for doing it well",
	.measure = "PHQ-9",
	.score = 16,
	.told = {"The baby is ten weeks old and sleeps better than she does. "
		 "Washes bottles at night that are clean.",
	    "Cried at the baker's over the choice of rolls. Says \"sorry\" to "
	    "the child, to the chair, to the worker.",
	    "Let her husband take the two o'clock bottle. Listened through "
	    "the wall and fell asleep while listening.",
	    "Walked to the canal with the pram on three days. Somebody "
	    "praised the baby's hat, and she could take it.",
	    "A bad weekend: fever, visitors, milk. \"逃げたかった。I wanted to "
	    "run, only to the end of the street.\" Told her husband so.",
	    "Slept six hours in one piece. Laughed at the baby's first "
	    "sneeze in the sun.",
	    "Sent the visitors home at five. The child reached for her nose; "
	    "she told it twice."},
	.tasks = {"The two o'clock bottle is her husband's, door closed.",
	    "To the canal and back, every day that it does not pour.",
	    "Ask one person for one thing a day."},
    },
    {
	.name = "נועה בדיונית",
	.called = "Noa, she",
	.born = "2001-09-14",
	.language = "Hebrew, English",
	.contact = "555-0136, voice mail yes, post no",
	.emergency = "אורי בדיוני, brother, 555-0137",
	.referral = "own wish",
	.form = "soap",
	.slot = {0, 70, 8},
	.previous = FATE_CANCELLED,
	.service = "individual",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "F40.241",
	.objective = "1.1",
	.problem = "fear of heights at the theatre",
	.why = "looking away makes the gallery grow",
	.measure = "",
	.told = {"Lights the stage from below because she cannot climb to "
		 "the bridge. Was offered the post of head of lighting.",
	    "Made the list: stool, ladder, gallery, bridge. Already sweated "
	    "while writing the word bridge.",
	    "Third rung of the ladder, four times, until it was dull. "
	    "Swallowed a lot.",
	    "Stood on the gallery with her back to the wall, then without "
	    "the wall. \"הברכיים שרו. My knees were singing.\"",
	    "Dropped a gel from the gallery and watched it all the way "
	    "down. That was the worst and the best.",
	    "Ate a sandwich on the gallery. Somebody called up, she answered "
	    "without holding on.",
	    "Six steps on to the bridge and back, with the harness. Wants to "
	    "do it again before she thinks about it."},
	.tasks = {"Gallery, three times this week, until it is dull.",
	    "Look at the thing feared, count its screws.",
	    "Note the fear before, at its height and when leaving."},
    },
    {
	.name = "Ọlá Àlọ́",
	.called = "Mr Àlọ́, he",
	.born = "1964-12-12",
	.language = "Yoruba, English",
	.contact = "555-0145, voice mail yes, post yes",
	.emergency = "Ìtàn Àlọ́, daughter, 555-0146",
	.referral = "pain clinic",
	.form = "soap",
	.slot = {1, 15, 8},
	.last = FATE_UNSIGNED,
	.middle = FATE_MISSED,
	.service = "individual",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "F45.42",
	.objective = "2.1",
	.problem = "a life arranged around his back",
	.why = "good days are spent at once and paid for with three",
	.measure = "PHQ-9",
	.score = 13,
	.told = {"Plastered ceilings for thirty years. Now measures the day "
		 "in tablets and chairs. Proud, and tired of being asked.",
	    "On a good Monday he painted the fence. Lay until Thursday. "
	    "\"It was a beautiful fence.\"",
	    "Stopped after twenty minutes, by the timer, in the middle of a "
	    "plank. Hated it. No bad day followed.",
	    "Told stories at his granddaughter's school, sitting. Did not "
	    "think of the back for the length of one tortoise.",
	    "Rain, pain six of ten for four days. Kept the walks, half as "
	    "long.",
	    "Asked a neighbour to carry the sacks. \"Ọ̀rẹ́ ni, he said, why "
	    "did you wait?\"",
	    "Five walks of twenty minutes. Pain the same, he says, but it "
	    "no longer has the best chair."},
	.tasks = {"Twenty minutes by the timer, then a rest, good day or "
		  "bad.",
	    "Walk at four o'clock, half the way on a bad day.",
	    "One story a week for the school, told into the telephone."},
    },
    {
	.name = "Penelope Inkwell",
	.called = "Penelope, she",
	.born = "1959-03-28",
	.language = "English",
	.contact = "555-0151, voice mail yes, post yes",
	.emergency = "Felix Inkwell, son, 555-0152",
	.referral = "parish nurse",
	.form = "dap",
	.slot = {3, 14, 4},
	.service = "individual",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "Z63.4",
	.objective = "1.1",
	.problem = "the first year without her wife",
	.why = "keeping everything as it was keeps the day of the death",
	.measure = "",
	.told = {"Returns after a pause of five months. The reading glasses "
		 "still lie on the open book, page 212.",
	    "Turned the page. Then closed the book, then opened it again.",
	    "Gave the coats to the rowing club, kept one. Wore it in the "
	    "boat.",
	    "Reads the book herself now. Says that she can go on alone from "
	    "here, \"with a limp, but my own\".",
	    "", "", ""},
	.tasks = {"One drawer a week, in company.", "Row on Sunday.",
	    "Write the letter that needs no answer."},
	.closed = "Goals reached, ended by agreement",
    },
    {
	.name = "가상희",
	.called = "Sanghui, she",
	.born = "1995-07-30",
	.language = "Korean, English",
	.contact = "555-0165, text only",
	.emergency = "가상미, sister, 555-0166",
	.referral = "own wish",
	.form = "birp",
	.slot = {0, -120, 8},
	.middle = FATE_ADDENDUM,
	.service = "individual",
	.place = "telehealth",
	.modality = "video",
	.present = "client",
	.diagnosis = "F51.5",
	.objective = "1.1",
	.problem = "a nightmare that returns",
	.why = "staying awake makes the dream hungrier",
	.measure = "",
	.told = {"The same dream three times a week: a house with too many "
		 "stairs, and the light goes out one floor behind her.",
	    "Stayed up until four to escape it. It came at five.",
	    "Wrote the dream down and gave it another end: she turns round "
	    "and sits on the stairs.",
	    "Rehearsed the new end each evening. The dream came once and "
	    "the light flickered \"as if unsure\".",
	    "Two dreams after the news about her sister's illness. Rehearsed "
	    "all the same.",
	    "\"계단이 짧아졌어요. The stairs have become shorter.\" Goes to "
	    "bed "
	    "before one.",
	    "No dream for nine nights. Misses, a little, being brave."},
	.tasks = {"Rehearse the new end for ten minutes before sleep.",
	    "In bed before one.", "Dream diary, three lines in the morning."},
    },
    {
	.name = "Gus Paperlane",
	.called = "Gus, he",
	.born = "1980-05-19",
	.language = "English",
	.contact = "555-0178, voice mail no, post no",
	.emergency = "Maud Paperlane, sister, 555-0179",
	.referral = "family doctor",
	.form = "dap",
	.slot = {4, 17, 7},
	.last = FATE_NONE,
	.service = "individual",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "F40.298",
	.objective = "1.1",
	.problem = "fear of the dentist",
	.why = "every postponed appointment makes the next one larger",
	.measure = "",
	.told = {"Eleven years without a dentist and one loud tooth. Chews on "
		 "the left and on principle.",
	    "Walked past the practice and read the plate. Knows the opening "
	    "hours by heart now.",
	    "Telephoned, hung up, telephoned. Has an appointment \"to look "
	    "only\".",
	    "Sat in the waiting room for a quarter of an hour without an "
	    "appointment. They gave him a sticker.",
	    "Had the chair tilted, hand signal agreed, mouth closed. Used "
	    "the signal twice to see whether it counts. It does.",
	    "Was looked at. Three fillings; he had expected a "
	    "bereavement.",
	    "First filling done. \"The worst was the radio.\""},
	.tasks = {"Practise the hand signal and the breathing with his "
		  "sister.",
	    "Sit in the waiting room on Thursday.",
	    "Write down what was feared, what happened, what it cost."},
    },
    {.name = NULL},
};

const struct demo_client demo_hollis[] = {
    {
	.name = "Þórdís Skáldsdóttir",
	.called = "Þórdís, she",
	.born = "1977-02-27",
	.language = "Icelandic, English",
	.contact = "555-0196, voice mail yes, post yes",
	.emergency = "Egill Skáldsson, brother, 555-0197",
	.referral = "a colleague",
	.form = "narrative",
	.slot = {0, 0, 8},
	.service = "individual",
	.place = "office",
	.modality = "in person",
	.present = "client",
	.diagnosis = "F34.1",
	.objective = "1.2",
	.problem = "a greyness as old as her novels",
	.why = "she drops what she likes before it can be taken",
	.measure = "PHQ-9",
	.score = 11,
	.told = {"Has translated other people's novels for twenty years and "
		 "hides her own in the boot of the car.",
	    "Swam on Monday. It was good, so she has not gone again.",
	    "Went again, on purpose, to see what happens to a good thing "
	    "that is repeated. \"Það varð ágætt. It became all right.\"",
	    "Grey from Wednesday to Sunday, without occasion. Kept the "
	    "swimming and two meals a day.",
	    "Read one page of her own aloud here. Her voice was younger in "
	    "it.",
	    "Quarrelled with her brother, made up, and noticed that the week "
	    "had weather in it.",
	    "Brought chapter one in from the car. It lies on the kitchen "
	    "table under a bowl."},
	.tasks = {"Swim on Monday and Thursday, whatever the colour of the "
		  "day.",
	    "Two meals a day, sitting.", "One page of her own each Sunday."},
	.private = {"I read novels differently since she comes. Envy, "
		    "surely.\n#raise  What would it cost her to be envied?",
	    "She gave me the page as one gives a bird to a child. Careful."},
    },
    {.name = NULL},
};
