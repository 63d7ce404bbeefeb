# Every sentence Doorlist says, in English. `.telegram`, `.whatsapp` and `.mail` are variants for one platform;
# mail takes WhatsApp's where it has none of its own. <b>…</b> is bold. ru.ftl has the same keys and variables.

## Days and hours, as they stand in other sentences

weekday = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
weekday-short = { $weekday ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
month-short = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
zone = { $zone ->
    [offset] { $place }
   *[city] { $place } time
}
day = { weekday } { $day } { month }
    .telegram = { weekday-short } { $day } { month }
day-then = { day }
day-on = on { weekday } { $day } { month }
day-for = for { weekday } { $day } { month }
date = { $day } { month-short }
date-year = { $day } { month-short } { $year }
moment = { day }, { $time }
    .telegram = { day.telegram }, { $time }
moment-until = { weekday } { $day } { month }, { $time }
until-elsewhere = { moment-until } ({ $elsewhere } in your time zone)
moment-row = { weekday-short } { $day } { month-short }, { $time }
when = { day }, { $time } ({ zone })
    .telegram = { day.telegram }, { $time } ({ zone })
when-elsewhere = { day }, { $time } ({ zone }; { $elsewhere } in your time zone)
    .telegram = { day.telegram }, { $time } ({ zone }; { $elsewhere } in your time zone)
clock = { $time } ({ zone })
clock-elsewhere = { $time } ({ zone }; { $elsewhere } in your time zone)
where-unknown = place to be told
contact-unknown = the organisers

## Events

card =
    <b>{ $event-title }</b>
    { CAPITAL($event-when) }
    { CAPITAL($event-where) }
    { $seats }

    { $about }

    { $notes }
card-full =
    <b>{ $event-title }</b>
    { CAPITAL($event-when) }
    { CAPITAL($event-where) }

    { $about }

    { $capacity ->
        [1] The only seat is taken
       *[other] All { $capacity } seats are taken
    }, { $waiting ->
        [0] nobody is waiting yet
        [one] 1 person is waiting
       *[other] { $waiting } people are waiting
    }; you would be number { $position }. If a seat comes free: take it for you at once, or ask you first?

    { $notes }
    .telegram =
    <b>{ $event-title }</b>
    { CAPITAL($event-when) }
    { CAPITAL($event-where) }

    Full: { $capacity } of { $capacity }, { $waiting ->
        [0] nobody
       *[other] { $waiting }
    } waiting; you would be number { $position }. If a seat comes free?

    { $notes }
about =
    <b>{ $event-title }</b>

    { $description }

    { $pages ->
        [1] { "" }
       *[other] { $page }/{ $pages }
    }
card-cancelled =
    <b>{ $event-title }</b>
    { CAPITAL($event-when) }

    This event has been cancelled.
card-started =
    <b>{ $event-title }</b>
    { CAPITAL($event-when) }

    The event has already begun, so I can no longer sign you up.
seats-left = { $capacity ->
    [1] 1 seat, still free
   *[other] { $left } of { $capacity } seats left
}
seats-full = Full, { $waiting ->
    [0] there is a waiting list
    [one] 1 person is waiting
   *[other] { $waiting } people are waiting
}
seats-unlimited = Room for everybody
note-known = Name and e-mail as last time, reminders on.
note-known-quiet = Name and e-mail as last time, no reminders.
note-greeting = Hello! I am the automatic assistant of { $organisation }. Signing up takes a minute: I ask your name and your e-mail. You can stop me at any time with the word <b>stop</b>.
    .telegram = { $organisation }
event-list =
    Which one? Choose below, or write its number.

    { $items }
line-event = { $number }. <b>{ $event-title }</b>, { $event-row }. { $seats }.
    .whatsapp = { $number }. { $event-title }, { $event-row }
row-event = { $event-title } · { LOWER($note) }
row-title = { $event-title }
row-range = { $from } to { $to } of { $total }
no-events = There is nothing to sign up for just now. Please look in again later.

## Signing up

ask-name = What name shall I put on the ticket? Please write your name and surname.
    .telegram = What name shall I put on the ticket?
ask-name-suggested = What name shall I put on the ticket? Here you are called <b>{ $name }</b>. Press the button, or write your name and surname.
    .telegram = What name shall I put on the ticket? Here you are called <b>{ $name }</b>. Press the button, or write another one.
ask-name-again = What name shall I put on the ticket? Now it says <b>{ $name }</b>. Press the button to keep it, or write another one.
ask-email = Thank you, { $name }! Now please write your e-mail. With it we know you again if you change your phone, and reach you if a message here does not arrive. No advertising.
    .telegram = { $name }, your e-mail? (For the same ticket in WhatsApp and if we cannot reach you here.)
ask-email-again = { $name }, please write your e-mail.
email-slip = Did you mean <b>{ $suggestion }</b>?
no-email-given = none
confirm =
    Please check.
    <b>{ $event-title }</b>, { $event-when }
    Name: { $name }
    E-mail: { $email }

    With <b>Confirm</b> you agree that <b>{ $organisation }</b> writes to you here: a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted { $retention-days ->
        [one] a day
       *[other] { $retention-days } days
    } after the event. More: write <b>privacy</b>.
    .telegram =
    <b>{ $event-title }</b>, { $event-when }
    { $name }
    E-mail: { $email }

    Confirm = { $organisation } reminds you here 24 h and 1 h before and tells you of changes. Your data is deleted { $retention-days ->
        [one] a day
       *[other] { $retention-days } days
    } after the event. /privacy
confirm-queue =
    Please check.
    <b>{ $event-title }</b>, { $event-when }
    Waiting list, number { $position }
    Name: { $name }
    E-mail: { $email }

    With <b>Confirm</b> you agree that <b>{ $organisation }</b> writes to you here: { $asks ->
        [0] as soon as a seat comes free and is yours
       *[other] as soon as a seat comes free, to ask whether you take it
    }, then a reminder the day before, one an hour before, and news if time or place changes. Nothing else. Your data is deleted { $retention-days ->
        [one] a day
       *[other] { $retention-days } days
    } after the event. More: write <b>privacy</b>.
    .telegram =
    <b>{ $event-title }</b>, { $event-when }
    Waiting list, number { $position }
    { $name }
    E-mail: { $email }

    Confirm = { $organisation } { $asks ->
        [0] tells you here when a seat is yours
       *[other] asks you here when a seat comes free
    }, reminds you 24 h and 1 h before and tells you of changes. Your data is deleted { $retention-days ->
        [one] a day
       *[other] { $retention-days } days
    } after the event. /privacy
what-to-correct = What shall I correct?
leave-for-other = You were signing up for <b>{ $title }</b> ({ $missing }). Go on, or open <b>{ $other }</b>?
leave-for-events = You were signing up for <b>{ $title }</b> ({ $missing }). Go on, or look at the events?
missing-name = the name was missing
missing-email = the e-mail was missing
missing-confirmation = only Confirm was missing
missing-code = the code was missing
cancelled = All right, you are not signed up for <b>{ $title }</b>. Everything else stays as it was.
nothing-to-cancel = There is no question open. If you want to give up a seat, open your ticket and press “I can't come”.

## Tickets

ticket-new =
    You are in! <b>{ $event-title }</b>, { $event-when }, { $event-where }.

    { $notes }

    Your code: <b>{ $code }</b>. At the door show this picture, or say the code or your name.

    Calendar and map: { $link }
    .telegram =
    You are in. <b>{ $event-title }</b>, { $event-when }, { $event-where }. Code { $code }.

    { $notes }
ticket =
    <b>{ $event-title }</b>, { $event-when }, { $event-where }.

    { $notes }

    Your code: <b>{ $code }</b>. At the door show this picture, or say the code or your name.

    Calendar and map: { $link }
    .telegram =
    <b>{ $event-title }</b>, { $event-when }, { $event-where }. Code { $code }.

    { $notes }
note-starts-soon = It starts soon, so no reminder comes any more.
waiting-new =
    You are on the waiting list: <b>{ $event-title }</b>, { $event-when }. Your number: <b>{ $position }</b>.

    { $asks ->
        [0] If a seat comes free, it is yours at once, and I tell you here.
       *[other] If a seat comes free, I ask you here, and keep it for you meanwhile.
    }
waiting = You are on the waiting list: <b>{ $event-title }</b>, { $event-when }. Your number: <b>{ $position }</b>.
seat-offered =
    A seat is free at <b>{ $event-title }</b>, { $event-when }. It is kept for you until { $until-until }.
    .telegram = A seat is free: <b>{ $event-title }</b>, { $event-when }. Yours until { $until-until }.
offer-ran-out = Time ran out { $today ->
        [0] { $at-day-on } at { $at-time }
       *[other] at { $at-time }
    }: the seat at <b>{ $event-title }</b> went to the next one. You are number { $position }.
    .telegram = Time ran out { $today ->
        [0] { $at-day-on } at { $at-time }
       *[other] at { $at-time }
    }, it went to the next one. You are number { $position }.
offer-over = That seat at <b>{ $event-title }</b> is no longer kept for you. You are number { $position } in the queue.
my-list =
    Your tickets. Choose one below, or write its number.

    { $items }
my-none = You are not signed up for anything at the moment.
past-list =
    Past events:

    { $items }
past-none = No past events yet.
line-ticket = { $number }. { $event-title }, { $event-row }
line-waiting = { $number }. { $event-title }, { $event-row } (waiting list, number { $position })
line-offered = { $number }. { $event-title }, { $event-row } (a seat is kept for you until { $until-until })
line-past = { $number }. { $event-title }, { $event-date-year }
give-up-question =
    Give up your seat at <b>{ $event-title }</b> { $event-day-on }?{ $waiting ->
        [0] { "" }
        [one] { " " }1 person is waiting: it goes to the next one at once, and I cannot take it back.
       *[other] { " " }{ $waiting } people are waiting: it goes to the next one at once, and I cannot take it back.
    }
    .telegram =
        Give up your seat at <b>{ $event-title }</b> { $event-day-on }?{ $waiting ->
            [0] { "" }
           *[other] { " " }{ $waiting } waiting, it cannot be taken back.
        }
given-up = Your seat at <b>{ $event-title }</b> is free for somebody else. Thank you for telling us! The ticket { $code } no longer works.
    .telegram = Your seat at <b>{ $event-title }</b> is free again. Thanks for telling us. The ticket { $code } no longer works.
given-up-to-next = Your seat at <b>{ $event-title }</b> has gone to the next in the queue. Thank you for telling us! The ticket { $code } no longer works.
left-queue = You are no longer in the queue for <b>{ $event-title }</b>. Thank you for telling us!

## Said unasked

seat-yours =
    A seat came free, and it is yours: <b>{ $event-title }</b>, { $event-when }, { $event-where }.

    Your code: <b>{ $code }</b>. At the door show this picture, or say the code or your name. If you cannot come, please press “I can't come”: others are waiting.

    Calendar and map: { $link }
    .telegram =
    A seat came free, and it is yours: <b>{ $event-title }</b>, { $event-when }, { $event-where }. Code { $code }.

    Calendar and map: { $link }
offer-withdrawn = There are fewer seats at <b>{ $event-title }</b> { $event-day-on } than before, so I had to take back the seat that was kept for you. You keep your place in the queue.
event-changed = The time or the place has changed. <b>{ $event-title }</b> is now: { $event-when }, { $event-where }. Your ticket { $code } stays valid. If you can no longer come, please press “I can't come”.
event-changed-waiting = The time or the place has changed. <b>{ $event-title }</b> is now: { $event-when }, { $event-where }. You keep your number on the waiting list.
place-cancelled = The organisers have cancelled your place at <b>{ $event-title }</b>, { $event-when }. A ticket for it no longer works. Questions: { $contact }.
event-cancelled = I am sorry: <b>{ $event-title }</b> { $event-day-on } is cancelled. There is nothing you need to do. Questions: { $contact }.
event-cancelled-word =
    I am sorry: <b>{ $event-title }</b> { $event-day-on } is cancelled.

    { $words }

    There is nothing you need to do. Questions: { $contact }.
event-news =
    <b>{ $event-title }</b>, { $event-day }
    From { $organisation }:

    { $words }

reminder-24h =
    { $named ->
        [0] Hello!
       *[other] Hello { $name }!
    } { $days ->
        [0] Today, { $event-day-then },
        [1] Tomorrow, { $event-day-then },
       *[other] { CAPITAL($event-day-on) },
    } at { $event-clock }: { $event-title }, { $event-where }. Are you coming?
    .telegram = { $days ->
        [0] Today
        [1] Tomorrow
       *[other] { CAPITAL($event-day-on) },
    } { $event-clock }: <b>{ $event-title }</b>, { $event-where }. Coming?
reminder-1h =
    { $named ->
        [0] Hello!
       *[other] Hello { $name }!
    } { in-minutes }, at { $event-clock }: { $event-title }, { $event-where }. Please have your ticket at hand.
    .telegram = { in-minutes }, at { $event-clock }: <b>{ $event-title }</b>, { $event-where }. Coming?
in-minutes = { $minutes ->
    [60] In one hour
    [one] In { $minutes } minute
   *[other] In { $minutes } minutes
}
coming-noted =
    Noted: you are coming.
    <b>{ $event-title }</b>, { $event-when }, { $event-where }.

## One person on two messengers

messenger-telegram = Telegram
messenger-whatsapp = WhatsApp
messenger-mail = E-mail
place-telegram = Telegram
place-whatsapp = WhatsApp
place-mail = your mailbox
code-sent =
    This e-mail was given to us before. If it was you, I have just sent a 6-digit code to where you gave it ({ $places }). Write it here within 10 minutes and you will have one list of tickets. Never tell it to anyone.
ask-code = Please write the 6-digit code here. If none came, press “No code came”.
reverse-code =
    Let us do it the other way round. If you have written to me from { $messenger } before, write there:

    <b>{ $command }</b>

    and press “Connect”. You have 10 minutes.

    { $link }
    .telegram =
    Let us do it the other way round. If you have written to me from { $messenger } before, write there <b>{ $command }</b> and press “Connect”. You have 10 minutes.
link-code =
    Open { $messenger } with this link, press Start, and then “Connect”. That is all. You have 10 minutes.

    { $link }

    Or write to me there: <b>{ $command }</b>
    .telegram =
    Open { $messenger } with this button, press Send, and then “Connect”. That is all. You have 10 minutes.

    Or write to me there: <b>{ $command }</b>
link-nowhere = I work in this messenger only, so there is nothing to connect.
link-code-arrived =
    <b>{ $code }</b>. Somebody in { $messenger } gave your e-mail. If it is you, write this code there within 10 minutes. If not, press “Not me”: nothing changes. We never ask for it in another way.

    Or open { $messenger } with the code ready to send: { $link }
    .telegram = <b>{ $code }</b>. Somebody in { $messenger } gave your e-mail. If it is you, type this code there (10 minutes). If not, press “Not me”: nothing changes. We never ask for it in another way.
link-code-mail =
    { $code } is your code for { $organisation }

    Somebody in { $messenger } gave this e-mail address. If it is you, write the code there within 10 minutes. If not, you need do nothing, and nothing changes. We never ask for this code in another way.
linked-there = Connected: your { $other } and this chat share one list of tickets. Reminders come where you wrote last. If it was not you, press “Undo”.
linked-there-go-on = Connected: your { $other } and this chat share one list of tickets. Press “Go on” to finish signing up. If it was not you, press “Undo”.
link-question = Connect this { $here } with { $named ->
        [0] the { $messenger } of somebody who has told no name yet
       *[other] { $messenger } of <b>{ $name }</b>
    }? Press “Connect” only if that is you.
linked =
    Done: { $other } and this chat are now one person to us. Your tickets:

    { $items }

    Reminders come here.
linked-no-tickets = Done: { $other } and this chat are now one person to us. Messages come here.
link-unknown = I do not know this code, or its 10 minutes are over. For a new one write <b>link</b> there.
link-limited = That was too many tries. Please wait an hour and begin again.
link-refused = All right, nothing is connected.
not-me-noted = Thank you for telling me. Nothing has changed, and that code no longer works.
merge-undone = Done: your chats are separate again, each with the tickets it had before. To see where those taken since are, write <b>my</b>.
merge-kept = This can no longer be undone here. If something is wrong, please write to { $contact }.

## Stop, privacy, settings, help

stopped = I have stopped: { $organisation } sends you no more messages, here or elsewhere. If you change your mind, write <b>start</b>.
    .telegram = Silent from now on, here and elsewhere. If you change your mind: /start
stopped-seat = I have stopped: { $organisation } sends you no more messages, here or elsewhere. <b>Your seat { $event-day-for } stays yours and the ticket works.</b> If you change your mind, write <b>start</b>.
    .telegram = Silent from now on, here and elsewhere. <b>Your seat { $event-day-for } stays yours.</b>
stopped-seats =
    I have stopped: { $organisation } sends you no more messages, here or elsewhere. <b>Everything you signed up for stays yours:</b>

    { $items }

    If you change your mind, write <b>start</b>.
    .telegram =
    Silent from now on, here and elsewhere. <b>Everything you signed up for stays yours:</b>

    { $items }
writing-again = Good, I write to you again.
privacy =
    { $organisation } keeps: your name, e-mail, this chat's address, your sign-ups, and what we sent you. Why: to run the event. Who sees it: the organisers. Until: { $retention-days ->
        [one] a day
       *[other] { $retention-days } days
    } after your last event. Questions: { $contact }.

    Full text: { $link }
my-data =
    What { $organisation } keeps about you:

    Name: { $name }
    E-mail: { $email }
    Sign-ups:
    { $items }
    Past events: { $past }

    Everything in one file (the link works once): { $link }
not-known = not known
no-tickets = none at the moment
forget-question = Delete your name, your e-mail and everything we wrote to each other? It cannot be undone.
forget-question-seats =
    Delete your name, your e-mail and everything we wrote to each other? It cannot be undone. Your places are given up, and go to the next in the queue:

    { $items }
forgotten = Deleted: your name, your e-mail, your places and our messages. This was my last message. If you write again, we begin anew.
erased = This message was deleted because the person asked us to forget them.
ask-language = In which language shall I write?
ask-time-zone =
    Your time zone: { ZONE($zone) }. Choose a city, or write yours, for example Berlin or UTC+3.

    I always tell the time at the place of the event; if yours differs, I add it.
time-zone-unknown = not known yet
time-zone-saved = Noted: from now on I add the time in your zone ({ ZONE($zone) }).
reminders-on = Reminders are on: I write to you a day and an hour before an event that you signed up for.
reminders-off = Reminders are off. If an event that you signed up for changes, is cancelled or has a seat for you, I still tell you.
reminders-silenced = You wrote <b>stop</b>, so I send you nothing, and no reminders either. Press the button and I write to you again, with reminders.
language-saved = Noted: I write in English from now on.
platform-saved = Noted: messages come to { $messenger } from now on.
help =
    I sign you up for events of { $organisation } and bring you the ticket. Just press the buttons, or write:

    <b>events</b>: what is on
    <b>my</b>: your tickets
    <b>cancel</b>: leave a question
    <b>link</b>: the same tickets in Telegram and WhatsApp
    <b>language</b>: language and time zone
    <b>reminders</b>: switch them on or off
    <b>privacy</b>: what we know of you, and how to delete it
    <b>stop</b>: no more messages

    To reach a person, write to { $contact }
    .telegram =
    I sign you up for events of { $organisation } and bring you the ticket. Just press the buttons, or:

    /events: what is on
    /my: your tickets
    /cancel: leave a question
    /link: the same tickets in WhatsApp
    /language: language and time zone
    /reminders: switch them on or off
    /privacy: what we know of you, and how to delete it
    /stop: no more messages

    To reach a person, write to { $contact }
welcome = You are welcome!
not-understood = I am an automatic assistant. Please choose one of these, or ask a person: { $contact }.
group =
    I sign people up for events, but only in a private chat. Please write to me there; here I stay quiet.

    { $link }

## Said before an answer or a question

lead-started-over = I lost the thread of our conversation, sorry. Let us begin again.
lead-hello = Hello! I am the automatic assistant of { $organisation }. Here you sign up for events, and I remind you of them.
lead-not-understood = I did not understand that, sorry.
lead-only-text = I can only read text and buttons.
lead-edited = I cannot see changes in a message already sent. Please write it once more.
lead-event-missing = I cannot find this event. It may be over, or there is a slip in the link.
lead-name-too-long = That is too long for a ticket: at most 100 characters, please.
lead-name-without-letters = There is no name in that.
lead-email-wrong = “{ $typed }” does not look like an e-mail address. It should look like anna@example.com.
lead-email-noted = I have noted your e-mail.
lead-too-many-addresses = That was too many addresses for one hour. You can go on without an e-mail.
lead-code-expired = This code no longer works.
lead-email-proved = Thank you, the e-mail is confirmed.
lead-linked = Done: all your tickets are in one list now.
lead-just-filled = The last seat has just been taken by somebody else.
lead-seat-gone = Your former seat has already gone to somebody else.
lead-event-moved = The time or the place has changed.
lead-already = You are already signed up.
lead-kept = Good, everything stays as it is.
lead-nothing-to-give-up = You have no seat at this event.
lead-seat-in-use = You were let in at the door already, so the seat stays yours. If that was a mistake, please tell the team at the door.
lead-nothing-deleted = Good, nothing is deleted.
lead-writing-again = I write to you again.
lead-reminders-on = Good, I will remind you.
lead-reminders-off = Good, no reminders. If something changes, I still tell you.
lead-language-saved = I write in English from now on.
lead-platform-saved = Noted.
lead-zone-unknown = I do not know the time zone “{ $typed }”.
lead-zone-saved = Noted: from now on I add the time in your zone ({ ZONE($zone) }).
lead-wrong-code = That is not the code. { $tries ->
    [one] One try is left.
   *[other] { $tries } tries are left.
}

## Buttons: at most 20 characters in WhatsApp, 24 as a row of its list

list-choose = Choose
button-sign-up = Sign me up
    .telegram = Register
button-register-as = Register as { $name }
button-other-name = Other name
button-other-details = Change details
button-events = Other events
    .telegram = Events
button-all-events = All events
button-queue = Take it for me
button-queue-asked = Ask me first
button-queue-again = Join the queue again
button-number = { $number }
button-event = { $number } · { $event-row }
button-earlier = Previous ones
button-more = More events
button-more-tickets = More tickets
button-use-name = Use this name
button-no-email = I have no e-mail
    .telegram = No e-mail
button-correct-name = Correct my name
button-cancel = Cancel
button-take-suggestion = Yes, correct it
button-keep-email = No, it is right
button-confirm = Confirm
button-confirm-quiet = Without reminders
    .telegram = Confirm, no reminders
button-correct = Correct
button-name = Name
button-email = E-mail
button-another-event = Another event
button-go-on = Go on
button-open-other = Open the other one
button-about = More about it
button-read-on = Read on
button-ticket = My ticket
button-my-place = My place
button-answer-telegram = Answer in Telegram
button-answer-whatsapp = Answer in WhatsApp
button-calendar = Calendar
button-map = Map
button-copy-code = Copy code
button-give-up = I can't come
button-coming = I'm coming
button-cannot-come = I can't come
    .telegram = I can't come
button-show-ticket = Show my ticket
    .telegram = Show ticket
button-give-up-sure = Yes, give it up
    .telegram = Give it up
button-keep = No, I'm coming
    .telegram = Keep it
button-take-back = Take it back
button-leave-queue = Leave the queue
button-stay = Stay
button-leave = Leave
button-my = My tickets
button-past = Past events
button-no-code = No code came
button-other-email = Another e-mail
button-without-email = Go on without it
button-connect-telegram = Connect Telegram
button-connect-whatsapp = Connect WhatsApp
button-accept-link = Connect
button-refuse-link = No
button-prefer-telegram = Better in Telegram
button-prefer-whatsapp = Better in WhatsApp
button-send-code-telegram = Send it in Telegram
button-send-code-whatsapp = Send it in WhatsApp
button-not-me = Not me
button-always-here = Always here
button-undo = Undo (24 h)
button-undo-merge = That was not me
button-my-data = Send me my data
    .telegram = My data
button-forget = Delete everything
    .telegram = Delete everything
button-forget-sure = Yes, delete it all
button-back = Back
button-write-again = Write to me again
    .telegram = Write to me again
button-reminders = Reminders
button-reminders-on = Switch them on
button-reminders-off = Switch them off
button-english = English
button-russian = Русский
button-time-zone = Time zone
button-privacy = Privacy
button-help = Help
city-london = London
city-berlin = Berlin
city-kaliningrad = Kaliningrad
city-moscow = Moscow
city-tbilisi = Tbilisi
city-yekaterinburg = Yekaterinburg
city-almaty = Almaty
city-novosibirsk = Novosibirsk
city-new-york = New York

## When something fails

postgres-away = Sorry, something is out of order on our side. Nothing is lost: please press or write once more in a few minutes.
something-broke = Sorry, something went wrong with your last message, and we have been told. Please try once more; if it happens again, please write to { $contact }.
too-fast = That was very fast! I need a short pause. Please wait ten seconds and then write once more.

## Telegram's menu of commands

command-events = What is on
command-my = My tickets
command-cancel = Leave the present question
command-link = The same tickets in WhatsApp
command-language = Language and time zone
command-reminders = Reminders on or off
command-privacy = What we know of you
command-mydata = My data
command-forget = Delete everything about me
command-stop = No more messages
command-help = Help

## Alerts, to those who run Doorlist. What broke is the first line; a reason is in the words of whoever refused

alert =
    🔴 <b>{ $organisation }: { $what }</b>
    { $advice }
    It began { $since }, seen { $times ->
        [one] once
       *[other] { $times } times
    }.
alert-over =
    🟢 <b>{ $organisation }: { $what }</b>
    It began { $since } and ended { $until }, seen { $times ->
        [one] once
       *[other] { $times } times
    }.
alert-postgres = Postgres cannot be reached
alert-postgres-advice = People are asked to try again; nothing is lost, the messengers keep their messages and bring them again. Please look at the database server.
alert-postgres-over = Postgres is back
alert-redis = Redis cannot be reached
alert-redis-advice = Conversations go on from Postgres, a little slower. Nothing is lost.
alert-redis-over = Redis is back
alert-stopped = { $messenger } takes nothing from us
alert-stopped-advice = It says: { $reason }. Our messages wait and go out once this is mended: most often a token was revoked, or the account is locked.
alert-stopped-over = { $messenger } takes our messages again
alert-held = { $messenger } takes no reminders and no news from us
alert-held-advice = It says: { $reason }. They wait and are tried again in { $hours ->
    [one] an hour
   *[other] { $hours } hours
}; answers to people still go. Most often too many people blocked or reported us: its pages about our account tell more.
alert-held-over = { $messenger } takes reminders and news from us again
alert-payment = WhatsApp wants a payment method
alert-payment-advice = Meta accepts our messages and does not deliver them (131042). Please add a valid payment method to the WhatsApp account in Meta's Business Manager.
alert-payment-over = WhatsApp no longer asks for a payment method
alert-templates = Templates of WhatsApp cannot be sent
alert-templates-advice =
    { $items }
    When WhatsApp's 24 hours are over, reminders and changes go by template only. npm run whatsapp:templates tells more, and with -- --create it makes those that are missing; the others are mended in WhatsApp Manager.
alert-template = { $template } ({ $language }): { $flaw }
alert-templates-more = and { $more } more
alert-templates-over = All templates of WhatsApp can be sent
template-flaw-missing = missing at Meta
template-flaw-pending = Meta is still looking at it
template-flaw-rejected = rejected by Meta
template-flaw-paused = paused by Meta
template-flaw-disabled = disabled by Meta
template-flaw-recategorised = in another category: it costs more and reaches fewer
template-flaw-announced = Meta will put it into another category
template-flaw-disliked = many block or report it, so it may be paused
template-flaw-differs = has other words at Meta than ours
template-flaw-refused = Meta did not take a message made of it
alert-account = Meta warns of our WhatsApp account
alert-account-advice = It says: { $reason }. It may limit the account or close it: please look in WhatsApp Manager.
alert-account-over = Meta no longer warns of our WhatsApp account
alert-over-limit = WhatsApp's daily limit is too low { $on-day-on }
alert-over-limit-advice = { $people ->
    [one] One person needs
   *[other] { $people } people need
} a WhatsApp template that day, but this account may write to { $limit } new people a day: { $over } over. { $elsewhere ->
    [0] Nobody of them can be reached in another way, so { $over } will get no reminder.
    [one] One of them can also be reached by Telegram or e-mail; of the others, whoever is over gets no reminder.
   *[other] { $elsewhere } of them can also be reached by Telegram or e-mail; of the others, whoever is over gets no reminder.
} The limit rises with business verification: docs/connect-whatsapp.md, section 7.
alert-over-limit-over = WhatsApp's daily limit { $on-day-on } is no trouble any more
alert-unreachable = { $messenger } cannot be reached
alert-unreachable-advice = { $reason }. It is tried again and again.
alert-unreachable-over = { $messenger } can be reached again
alert-webhook = Telegram cannot bring us its messages
alert-webhook-advice = It says: { $reason }. It keeps them for a day at most.
alert-webhook-over = Telegram brings us its messages again
alert-outbox = Messages wait too long to be sent
alert-outbox-advice = { $waiting ->
    [one] One message waits
   *[other] { $waiting } messages wait
}, the oldest for { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}.
alert-outbox-over = Messages go out in time again
alert-given-up = Messages could not be delivered and were given up
alert-given-up-advice = The table outbox tells which, and why (status failed).
alert-given-up-over = No more messages are given up
alert-reminders-missed = Reminders were missed
alert-reminders-missed-advice = Doorlist stood still while they were due, so they were not sent. The table outbox tells which (status expired).
alert-reminders-missed-over = No more reminders are missed
alert-fault = Something unexpected broke
alert-fault-advice = Last at { $place }. Whoever was affected has been told to try again; the log has more.
alert-fault-over = Nothing unexpected has broken for half an hour

## The page /privacy

privacy-page-title = What { $organisation } keeps about you, and why
privacy-page-who-title = Who is responsible
privacy-page-who = { $organisation } runs the events and decides what happens with your data. Questions, wishes, complaints: { $contact }.
privacy-page-what-title = What we keep
privacy-page-what = Your name, your e-mail if you gave one, the address of your chat (your Telegram number, or your WhatsApp number or identifier), your language and time zone, which events you signed up for and when, whether you came, and the messages we sent you. We do not buy data, we do not guess at you, and we send no advertising.
privacy-page-why-title = Why we keep it
privacy-page-why = To give you a ticket, to remind you, to tell you when something changes, and to know at the door who comes. We do so because you asked us to when you pressed “Confirm”. You can take that back at any time.
privacy-page-where-title = Who else sees it
privacy-page-where = The organisers of the event. Messages travel through the messenger you chose, Telegram or WhatsApp (Meta), under their own rules, and through a mail service if we write you an e-mail. Nobody else is given anything.
privacy-page-until-title = How long
privacy-page-until = For { $retention-days ->
    [one] one day
   *[other] { $retention-days } days
} after your last event. Then your name, e-mail and chat address are deleted; only numbers without names remain.
privacy-page-rights-title = What you can do
privacy-page-rights = In the chat: write “my data” to see everything and take it away as a file; “forget me” to delete everything at once; “stop” and we write no more, your ticket stays valid. Or write to { $contact }. You may also complain to the data protection authority of your country.

## The page of a ticket

page-when = { CAPITAL($event-when) }
page-ticket-qr = The QR picture of this ticket
page-ticket-code = Your code
page-ticket-door = At the door show this picture, or say the code or your name.
page-calendar = Add to my calendar
page-map = Show on the map
page-ticket-given-up = This ticket no longer works: its seat was given up.
page-ticket-cancelled = This event has been cancelled.
page-ticket-team = For the team at the door
page-ticket-unknown = There is no such ticket
page-ticket-unknown-hint = Please check the code: it has eight letters and digits, as in K7QM-3FPA.
page-lost = There is nothing here
page-lost-hint = Perhaps a letter of the address was lost. To sign up for an event, open the link or the code that you were given.

## The page of my data

page-my-data-title = Your data
page-my-data-intro = Everything we keep about you, as one file. The button works once; ask the bot again for another.
page-my-data-download = Download the file
page-my-data-gone = This link no longer works
page-my-data-gone-hint = It works once, and for an hour. Write “my data” to the bot for a new one.

## Links that organisers share

share-greeting = Hello! I would like to come: { $slug }
door-greeting = At the door: { $code }

## WhatsApp's templates: what is said there when its 24 hours are over
# Meta approves each with its buttons, in each language. What may vary stands in braces, never first or last, with at
# least twice as many words of ours around. A text changed here has to be approved again (npm run whatsapp:templates).

template-reminder-24h = Hello { $name }! This is the reminder that you asked for. { $when }: { $title }, { $where }. Are you coming?
template-reminder-1h = Hello { $name }! This is the reminder that you asked for. { $when }: { $title }, { $where }. Please have your ticket at hand.
template-event-changed = The time or the place has changed. { $title } is now: { $when }, { $where }. Your ticket { $code } stays valid. If you can no longer come, please press “I can't come”.
template-event-changed-waiting = The time or the place has changed. { $title } is now: { $when }, { $where }. You keep your number on the waiting list.
template-event-cancelled = I am sorry: { $title } ({ $day }) is cancelled. There is nothing you need to do. Please ask { $contact } if you have questions.
template-event-cancelled-word = I am sorry: { $title } ({ $day }) is cancelled. The organisers add: { $words } There is nothing you need to do. Please ask { $contact } if you have questions.
template-place-cancelled = The organisers have cancelled your place at { $title }, { $when }. A ticket for it no longer works. Please ask { $contact } if you have questions.
template-event-news = This is about { $title } ({ $day }), where you have a place or wait for one. { $organisation } writes: { $words } The button below shows how you are signed up.
template-seat-offered = A seat is free: { $title }, { $when }. It is kept for you until { $until }. Would you like to take it?
template-seat-yours = A seat came free, and it is yours: { $title }, { $when }, { $where }. Your code: { $code }. If you cannot come, please press “I can't come”: others are waiting.
template-value-name = { $named ->
    [0] guest
   *[other] { $name }
}
template-value-title = { $event-title }
template-value-where = { $event-where }
template-value-when = { $event-when }
template-value-day = { $event-day }
template-value-in-a-day = { $days ->
    [0] Today, { $event-day-then },
    [1] Tomorrow, { $event-day-then },
   *[other] { CAPITAL($event-day-on) },
} at { $event-clock }
template-value-in-an-hour = { in-minutes }, at { $event-clock }
template-value-until = { $until-until }
template-value-code = { $code }
template-value-contact = { $contact }
template-value-words = { $words }
template-value-organisation = { $organisation }
template-example-name = Anna Petrova
template-example-title = Spring meet-up
template-example-where = Library hall, Lesnaya 5
template-example-words = The hall has no heating today. We meet again in spring!
button-take-seat = Take the seat
button-leave-list = No, I'll leave
    .telegram = Leave the list

## The doctor: what it found in a deployment, a line each, and what to do about it

doctor-report-title = Doorlist, looked at from the inside: { $at }
doctor-report-mend = What to do
doctor-report-well = All is well.
doctor-report-count = { $broken ->
    [0] Nothing is broken
    [one] One thing is broken
   *[other] { $broken } things are broken
}; { $warnings ->
    [0] no warnings
    [one] one warning
   *[other] { $warnings } warnings
}.
doctor-status-ok = ok
doctor-status-warning = warning
doctor-status-broken = BROKEN
doctor-status-unseen = -
doctor-check-settings = Settings
doctor-check-app = Doorlist itself
doctor-check-database = Database
doctor-check-redis = Redis
doctor-check-disk = Disk
doctor-check-clock = Clock
doctor-check-address = Public address
doctor-check-telegram = Telegram: bot
doctor-check-telegram-webhook = Telegram: messages
doctor-check-alerts = Alerts
doctor-check-whatsapp = WhatsApp: access
doctor-check-whatsapp-number = WhatsApp: number
doctor-check-whatsapp-secret = WhatsApp: app secret
doctor-check-whatsapp-subscription = WhatsApp: account
doctor-check-whatsapp-webhook = WhatsApp: messages
doctor-check-whatsapp-templates = WhatsApp: templates
doctor-check-whatsapp-health = WhatsApp: payment
doctor-check-mail = E-mail

doctor-reason-refused = nothing answers there
doctor-reason-no-such-name = nobody knows this name
doctor-reason-no-answer = no answer in time
doctor-reason-cut-off = the connection broke off
doctor-reason-no-way = no way leads there from this machine
doctor-reason-certificate = the secure connection failed
doctor-reason-forbidden = it may not be written to
doctor-reason-no-space = the disk is full

doctor-settings-ok = All settings make sense.
doctor-settings-misread = { $variable } { $expected }.
doctor-settings-misread-advice = Correct { $variable } in the file .env, then start Doorlist again. With a fault there it does not start.
doctor-settings-half = { $part } is set up by half. Missing: { $missing }.
doctor-settings-half-advice = Give { $missing } a value in the file .env, or empty the other settings of { $part } if you do not want it. With a half there Doorlist does not start. The file .env.example explains each setting.
doctor-settings-nobody = No messenger is set up.
doctor-settings-nobody-advice = Set TELEGRAM_BOT_TOKEN (docs/connect-telegram.md, ten minutes) or the WHATSAPP_ settings (docs/connect-whatsapp.md). To try Doorlist without either, set SANDBOX=1.
doctor-settings-nameless = People are not told who you are.
doctor-settings-nameless-advice = Set ORGANISATION_NAME to the name of your club and ORGANISATION_CONTACT to an address or phone that people may write to. Both stand in the consent that people give, and on the privacy page.
doctor-settings-unknown = Nothing reads { $variables }.
doctor-settings-unknown-advice = Look for the right name in the file .env.example: most likely it is misspelt, and what you wished for does not happen.
doctor-expected-port = must be a whole number from 0 to 65535, such as 3000
doctor-expected-days = must be a whole number of days, 1 or more, such as 90
doctor-expected-web-address = must be a whole address that begins with https://, such as https://club.example
doctor-expected-postgres-address = must look like postgres://user:password@host:5432/database (in the password, write @ as %40, / as %2F, # as %23)
doctor-expected-redis-address = must look like redis://host:6379 or redis://:password@host:6379 (in the password, write @ as %40, / as %2F, # as %23)
doctor-expected-smtp-address = must look like smtp://user:password@mail.example:587 (in user and password, write @ as %40, / as %2F, # as %23)
doctor-expected-bot-token = looks like 123456:ABC-DEF; copy all of it from BotFather, with the number and the colon
doctor-expected-webhook-secret = must be 1 to 256 of A-Z, a-z, 0-9, _ and -
doctor-expected-chat-id = must be a number, such as 123456789, or -1001234567890 for a group
doctor-expected-meta-id = must be digits only: the id, not the number or the name
doctor-expected-api-version = looks like v26.0
doctor-expected-mail-address = must be an e-mail address, such as info@club.example
doctor-expected-sentry-address = must look like https://key@sentry.example/42; Sentry shows it as the project's DSN
doctor-expected-log-level = must be trace, debug, info, warn, error or silent
doctor-expected-language = must be en or ru
doctor-expected-time-zone = must be an IANA time zone, such as Europe/Moscow
doctor-expected-pace = must be a number from 0.1 to 1000: how many times the usual pace
doctor-expected-switch = must be 1 (on) or 0 (off)

doctor-app-ok = Doorlist runs here and says that it is well.
doctor-app-idle = Doorlist does not run now. npm start begins the sandbox.
doctor-app-stopped = Doorlist does not run on this machine (nothing answers on port { NUMBER($port, useGrouping: 0) }).
doctor-app-stopped-advice = Start it: docker compose up -d, or npm start. If you have just done so, wait half a minute and look again; if it does not stay up, its log says why: docker compose logs app.
doctor-app-stranger = Another program answers on port { NUMBER($port, useGrouping: 0) }, or Doorlist answers nothing sensible.
doctor-app-stranger-advice = Stop the other program, or set PORT to another number. If it is Doorlist, start it again and look into its log.
doctor-app-unwell = Doorlist runs, and says itself that something is wrong: { $parts }.
doctor-app-unwell-advice = The lines below mostly say what and why. The page /health says what Doorlist itself sees; an alert stays there until its cause is over.

doctor-database-ok = Postgres { $version } answers in { $ms } ms, and its tables are up to date.
doctor-database-empty = Postgres { $version } answers. It is empty: the first start makes the tables.
doctor-database-slow = Postgres answers slowly: { $ms } ms for the simplest question.
doctor-database-slow-advice = A person waits for several such answers. Put Postgres on the same machine or near it, and see whether that machine is overloaded.
doctor-database-unreachable = Postgres at { $host } cannot be reached: { $reason }.
doctor-database-unreachable-advice = Without it Doorlist answers nobody. See whether Postgres runs (docker compose ps postgres) and whether the host and port in DATABASE_URL are right. Messages are not lost meanwhile: Telegram keeps them for a day, WhatsApp for days.
doctor-database-refused = Postgres at { $host } refuses the user “{ $user }” or the password.
doctor-database-refused-advice = Correct user and password in DATABASE_URL; in the password write @ as %40, / as %2F, # as %23. With docker compose: Postgres keeps the POSTGRES_PASSWORD of its very first start, so put that one back.
doctor-database-missing = Postgres at { $host } has no database called “{ $name }”.
doctor-database-missing-advice = Correct the name at the end of DATABASE_URL, or make the database: createdb { $name }.
doctor-database-full = Postgres at { $host } has no free connection.
doctor-database-full-advice = Something else uses them up, or too many copies of Doorlist run: each takes up to 20. Raise max_connections in Postgres, or stop what is not needed.
doctor-database-old = Postgres { $version } is too old; Doorlist needs { $oldest } or later.
doctor-database-old-advice = Make a dump, move to a newer Postgres, and put the dump back (docs/deploy.md, “Backup”).
doctor-database-read-only = Postgres takes nothing: it is a read-only copy.
doctor-database-read-only-advice = Point DATABASE_URL at the main server. After a change-over the copy has to be made the main server first.
doctor-database-pending = The tables are older than this Doorlist: { $names } missing.
doctor-database-pending-advice = Start Doorlist again: it brings them up to date. Or run npm run migrate. If that fails, its message says why.
doctor-database-newer = The tables are newer than this Doorlist: it does not know { $names }.
doctor-database-newer-advice = Somebody has gone back to an older version. Install the newer one again, or put back a backup from before it; an old version on new tables may break things.
doctor-folder-ok = The embedded database in { $folder } is in order. Good for trying, not for a club: a power cut can damage it.
doctor-folder-new = No database yet: the first start makes one in { $folder }.
doctor-folder-held = A Doorlist that runs, or is just starting, holds the database in { $folder }; so it was not looked into.
doctor-folder-unsafe = Real people, and an embedded database: a power cut can damage it.
doctor-folder-unsafe-advice = Before the first event move to a Postgres of your own and set DATABASE_URL; docker compose brings one along (docs/deploy.md).
doctor-folder-unusable = The data folder { $folder } cannot be used: { $reason }.
doctor-folder-unusable-advice = Set DATA_DIR to a folder that the user who runs Doorlist may write to, or give them this one (chown).
doctor-folder-damaged = The database in { $folder } cannot be opened.
doctor-folder-damaged-advice = Look at what npm start says. If the folder is damaged, put back a backup of it; if nothing in it matters, move it away and a new one is made.

doctor-redis-ok = Redis answers in { $ms } ms. It holds copies only, so nothing of it has to be saved.
doctor-redis-off = Not set up, and not needed for one Doorlist alone.
doctor-redis-unreachable = Redis at { $host } cannot be reached: { $reason }.
doctor-redis-unreachable-advice = Nothing is lost: Doorlist goes on from Postgres, a little slower. See whether Redis runs (docker compose ps redis) and whether REDIS_URL is right.
doctor-redis-refused = Redis at { $host } refuses the password, or wants one.
doctor-redis-refused-advice = Correct REDIS_URL: redis://:password@host:6379; in the password write @ as %40, / as %2F, # as %23. Until then Doorlist goes on from Postgres, a little slower.
doctor-redis-slow = Redis answers slowly: { $ms } ms.
doctor-redis-slow-advice = It is there to be fast. Put it on the same machine or near it; if that cannot be, Doorlist is better off without it: empty REDIS_URL.
doctor-redis-full = Redis will refuse new things once it is full.
doctor-redis-full-advice = Its setting maxmemory-policy is noeviction. Set it to allkeys-lru: what Doorlist keeps there are copies, and old ones may go.
doctor-redis-read-only = Redis takes nothing: it is a read-only copy.
doctor-redis-read-only-advice = Point REDIS_URL at the main server. Until then Doorlist goes on from Postgres, a little slower.

doctor-size-mb = { $size } MB
doctor-size-gb = { $size } GB
doctor-disk-ok = { $free } free.
doctor-disk-low = Only { $free } free where the data is ({ $folder }).
doctor-disk-low-advice = Make room soon: docker system prune removes old images, and old dumps may lie about. A full disk stops Postgres.
doctor-disk-full = The disk is full: { $free } free where the data is ({ $folder }).
doctor-disk-full-advice = Make room now: docker system prune removes old images, and old dumps may lie about. A full disk stops Postgres, and then Doorlist answers nobody.

doctor-clock-ok = Right.
doctor-clock-off = { $seconds ->
    [one] One second
   *[other] { $seconds } seconds
} { $behind ->
    [1] slow
   *[other] fast
}.
doctor-clock-off-advice = Reminders come as wrong as the clock. Let the machine set it by itself: timedatectl set-ntp true.
doctor-clock-wrong = Wrong: { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
} { $behind ->
    [1] slow
   *[other] fast
}.
doctor-clock-wrong-advice = Reminders come at the wrong time, and secure connections may fail. Let the machine set its clock by itself: timedatectl set-ntp true.
doctor-clock-unknown = Nobody was there to compare it with.

doctor-address-ok = { $host } is reached securely; its certificate is good for { $days ->
    [one] one day
   *[other] { $days } days
} more.
doctor-address-off = { $url } is enough for the sandbox: only real messengers need an address that can be reached from outside.
doctor-address-plain = { $url } is no secure address, so no messenger brings anything there.
doctor-address-plain-advice = Telegram and WhatsApp take addresses with https:// only. With docker compose set DOMAIN to your domain; else set PUBLIC_URL to https://your-domain and put an HTTPS proxy in front of Doorlist (docs/deploy.md).
doctor-address-unknown = No address is known for { $host }.
doctor-address-unknown-advice = At your domain's provider make an A record from { $host } to the IPv4 address of your server. It can take an hour to arrive. See also whether DOMAIN or PUBLIC_URL is misspelt.
doctor-address-unreachable = { $host } cannot be reached from here: { $reason }.
doctor-address-unreachable-advice = Open https://{ $host }/health on a phone, not in the same network. If it opens, all is well: some networks do not let a machine reach itself from outside. If not, see that the A record leads to this server, that ports 80 and 443 are open in its firewall, and that Caddy runs (docker compose ps).
doctor-address-answer = Something answers at { $host }, but it is not Doorlist (answer { NUMBER($code, useGrouping: 0) }).
doctor-address-answer-advice = With 502 or 503 Doorlist is not running behind the proxy, or has just been started: look at docker compose logs app. Otherwise the domain leads to another server or another program.
doctor-address-private = { $host } leads into this machine or network, where no messenger can reach it.
doctor-address-private-advice = Make the A record of the domain lead to the public IPv4 address of your server, and set PUBLIC_URL (or DOMAIN) to that domain.
doctor-address-ipv6 = { $host } has no IPv4 address, and Telegram uses no other.
doctor-address-ipv6-advice = At your domain's provider make an A record from { $host } to the IPv4 address of your server. An AAAA record may stand beside it.
doctor-address-port = Telegram brings nothing to port { $port }.
doctor-address-port-advice = It accepts port 443, 80, 88 and 8443 only. Let the proxy listen on 443 and leave the port out of PUBLIC_URL.
doctor-certificate-expired = The certificate of { $host } has run out, or is not valid yet.
doctor-certificate-expired-advice = No messenger brings anything until it is renewed. Caddy does it by itself if ports 80 and 443 are open to the world: docker compose logs caddy says what keeps it. If the clock of this machine is wrong, set that first.
doctor-certificate-self-signed = The certificate of { $host } is one that nobody has vouched for.
doctor-certificate-self-signed-advice = Telegram and Meta refuse it. Use one of Let's Encrypt: Caddy gets it by itself once the domain leads to this server and ports 80 and 443 are open (docs/deploy.md).
doctor-certificate-other-host = The certificate shown at { $host } is for another name.
doctor-certificate-other-host-advice = Either the domain leads to another server, or the proxy has no certificate for { $host }: set DOMAIN to exactly this name and start Caddy again.
doctor-certificate-untrusted = The certificate of { $host } is not trusted: a link of its chain is missing.
doctor-certificate-untrusted-advice = Give your proxy the whole chain (fullchain.pem, not cert.pem). Browsers may show nothing of it, Telegram and Meta refuse it.
doctor-certificate-ending = The certificate of { $host } ends { $days ->
    [0] today
    [one] tomorrow
   *[other] in { $days } days
}.
doctor-certificate-ending-advice = It should have been renewed by itself long before. Ports 80 and 443 must be open to the world; docker compose logs caddy says what keeps it. Once it has run out, no messenger brings anything.

doctor-telegram-off = Not set up.
doctor-telegram-ok = The bot @{ $bot } answers.
doctor-telegram-token = Telegram does not know the token of the bot.
doctor-telegram-token-advice = It was revoked, or a character is missing. In Telegram ask @BotFather: /mybots, your bot, API Token. Put it into TELEGRAM_BOT_TOKEN and start Doorlist again.
doctor-telegram-trouble = Telegram refuses to answer: { $said }.
doctor-telegram-trouble-advice = Most likely a trouble of Telegram's own, or too many questions at once. Look again in some minutes.
doctor-telegram-unreachable = Telegram cannot be reached from this machine: { $reason }.
doctor-telegram-unreachable-advice = See whether the machine has a way out and can look up names: curl https://api.telegram.org. In some networks Telegram is blocked; then the server has to stand elsewhere.
doctor-telegram-webhook-ok = Telegram brings people's messages here{ $pending ->
    [0] {""}
    [one] ; one waits
   *[other] ; { $pending } wait
}.
doctor-telegram-webhook-missing = Telegram does not know where to bring people's messages.
doctor-telegram-webhook-missing-advice = Doorlist tells it at each start. Start Doorlist; if it runs already, another program has taken the webhook away: one bot belongs to one program.
doctor-telegram-webhook-elsewhere = Telegram brings people's messages to { $host }, not to { $ours }.
doctor-telegram-webhook-elsewhere-advice = Start Doorlist again: it sets this right. If it comes back, another program uses the same bot; make a second bot for that one. After a move to another server, see that PUBLIC_URL (or DOMAIN) is right.
doctor-telegram-webhook-failing = Telegram cannot bring people's messages: { $said }. { $pending ->
    [one] One waits
   *[other] { $pending } wait
}.
doctor-telegram-webhook-failing-advice = The line “Public address” mostly says why: certificate, address or port. 502 or 503 means that Doorlist did not run, 401 that the secret of the webhook has changed: start Doorlist again. Telegram keeps messages for a day, presses of buttons for two and a half minutes, and brings them when it works again.
doctor-telegram-webhook-failed = At { $at } Telegram could not bring a message: { $said }. Since then it could.
doctor-telegram-webhook-failed-advice = If that was a restart, there is nothing to do. If it comes again, look at the line “Public address” and at Doorlist's log of that time.
doctor-telegram-webhook-deaf = Telegram does not bring everything that Doorlist needs: { $kinds } missing.
doctor-telegram-webhook-deaf-advice = Start Doorlist again: it sets this right. If it comes back, another program uses the same bot.
doctor-telegram-webhook-pending = { $pending ->
    [one] One message waits
   *[other] { $pending } messages wait
} at Telegram to be brought.
doctor-telegram-webhook-pending-advice = After a stop that is right, and it should get less within minutes. If it grows, Doorlist is too slow or stuck: look at /health and at the log.
doctor-telegram-webhook-unseen = Not looked at: Telegram gave no answer.

doctor-alerts-ok = Alerts reach your Telegram chat.
doctor-alerts-mail = Alerts come by e-mail to your contact address. With TELEGRAM_ADMIN_CHAT_ID they would be there at once (docs/alerts.md).
doctor-alerts-none = If something breaks, nobody is told.
doctor-alerts-none-advice = Set TELEGRAM_ADMIN_CHAT_ID to a chat of yours (docs/alerts.md, two minutes).
doctor-alerts-deaf = The bot cannot write to the chat of TELEGRAM_ADMIN_CHAT_ID: { $said }.
doctor-alerts-deaf-advice = Open the bot from that account and press Start, or add it to that group. See that the number is right: a group's begins with a minus (docs/alerts.md).
doctor-alerts-unseen = Not looked at: Telegram gave no answer.

doctor-whatsapp-off = Not set up.
doctor-whatsapp-unseen = Not looked at: Meta gave no answer that tells. The lines beside it say why.
doctor-whatsapp-ok = The access token is good, and does not run out.
doctor-whatsapp-token = Meta does not take the access token.
doctor-whatsapp-token-advice = It ran out (the one that Meta's page offers lasts a day), was revoked, or is not whole. Make a lasting one of a system user (docs/connect-whatsapp.md, step 2), put it into WHATSAPP_ACCESS_TOKEN and start Doorlist again.
doctor-whatsapp-token-ends = The access token runs out: { $at }.
doctor-whatsapp-token-ends-advice = From then on nothing is sent. Make a lasting one of a system user, expiry “Never” (docs/connect-whatsapp.md, step 2), and put it into WHATSAPP_ACCESS_TOKEN.
doctor-whatsapp-token-scopes = The access token lacks permissions: { $scopes }.
doctor-whatsapp-token-scopes-advice = Make a new one with both permissions, whatsapp_business_messaging and whatsapp_business_management (docs/connect-whatsapp.md, step 2), and put it into WHATSAPP_ACCESS_TOKEN.
doctor-whatsapp-version = Meta has ended version { $version } of its interface.
doctor-whatsapp-version-advice = Empty WHATSAPP_API_VERSION and use the newest Doorlist, or set it to the present version (docs/connect-whatsapp.md, last table).
doctor-whatsapp-trouble = Meta did not say what the access token is good for: { $said }.
doctor-whatsapp-trouble-advice = If the other lines of WhatsApp are well, there is nothing to do. Else look again in some minutes, or make a new token of a system user (docs/connect-whatsapp.md, step 2).
doctor-whatsapp-unreachable = Meta cannot be reached from this machine: { $reason }.
doctor-whatsapp-unreachable-advice = See whether the machine has a way out and can look up names: curl https://graph.facebook.com. In some networks Meta is blocked; then the server has to stand elsewhere.
doctor-limit = { $people ->
    [one] one person
   *[other] { $people } people
} a day may be reminded
doctor-limit-none = no daily limit
doctor-limit-unknown = Meta tells no daily limit
doctor-whatsapp-number-ok = “{ $name }” is connected; { $limit }.
doctor-whatsapp-number-quality = People have begun to block or report “{ $name }”.
doctor-whatsapp-number-quality-advice = Meta rates the number as medium. Write less, and only to who asked for it; if it gets worse, fewer people a day may be written to.
doctor-whatsapp-number-flagged = Many people block or report “{ $name }”: Meta rates the number as bad.
doctor-whatsapp-number-flagged-advice = Write only to who asked for it, until Meta rates the number better, about a week; else fewer people a day may be written to. WhatsApp Manager shows why.
doctor-whatsapp-number-restricted = The daily limit of “{ $name }” is used up ({ $limit }).
doctor-whatsapp-number-restricted-advice = Answers still go out, reminders wait until tomorrow or go another way. To reach more people a day, verify your business at Meta (docs/connect-whatsapp.md, step 7).
doctor-whatsapp-number-banned = Meta has banned “{ $name }”: nothing goes out or comes in.
doctor-whatsapp-number-banned-advice = WhatsApp Manager says why, and lets you ask for another look. Until then people can use Telegram.
doctor-whatsapp-number-name = Meta has declined the name “{ $name }”.
doctor-whatsapp-number-name-advice = Without an accepted name Meta may refuse to send. In WhatsApp Manager choose one that is recognisably your organisation's.
doctor-whatsapp-number-unregistered = The number is not connected (Meta says { $status }).
doctor-whatsapp-number-unregistered-advice = It has to be registered once: docs/connect-whatsapp.md, step 4. Until then nothing goes out or comes in.
doctor-whatsapp-number-unknown = Meta does not show us the number: { $said }.
doctor-whatsapp-number-unknown-advice = WHATSAPP_PHONE_NUMBER_ID is not right (it is an id of digits, neither the phone number nor the account's id), or the system user was not given the WhatsApp account (docs/connect-whatsapp.md, step 2).
doctor-whatsapp-secret-ok = It belongs to the access token.
doctor-whatsapp-secret-wrong = It is not that of the app which the access token was made for.
doctor-whatsapp-secret-wrong-advice = Doorlist turns away every message that Meta brings, since it cannot tell it from a stranger's. Copy the app secret (App settings, Basic, “Show”) of the same app into WHATSAPP_APP_SECRET and start Doorlist again.
doctor-whatsapp-subscription-ok = Its messages are handed to your app.
doctor-whatsapp-subscription-missing = Its messages are not handed to your app.
doctor-whatsapp-subscription-missing-advice = Doorlist asks for it at each start. Start it again; if this line stays, give the system user full control of the WhatsApp account (docs/connect-whatsapp.md, step 2).
doctor-whatsapp-subscription-account = Meta does not show us the account: { $said }.
doctor-whatsapp-subscription-account-advice = WHATSAPP_BUSINESS_ACCOUNT_ID is not right (digits; not the phone number's id, not the business portfolio's), or the system user was not given that account (docs/connect-whatsapp.md, step 2).
doctor-whatsapp-webhook-ok = Meta brings people's messages here.
doctor-whatsapp-webhook-missing = Meta does not know where to bring people's messages.
doctor-whatsapp-webhook-missing-advice = In your app at Meta, WhatsApp, Configuration, Webhook: enter { $url } and the verify token that Doorlist prints at its start (docs/connect-whatsapp.md, step 3).
doctor-whatsapp-webhook-elsewhere = Meta brings people's messages to another address, on { $host }.
doctor-whatsapp-webhook-elsewhere-advice = In your app at Meta, WhatsApp, Configuration, Webhook: enter { $url } and the verify token that Doorlist prints at its start. If another program needs that address, make an app of its own for it.
doctor-whatsapp-webhook-deaf = Meta does not bring people's messages: the field “messages” is not subscribed.
doctor-whatsapp-webhook-deaf-advice = In your app at Meta, WhatsApp, Configuration, below the webhook, subscribe to “messages” (docs/connect-whatsapp.md, step 3).
doctor-whatsapp-webhook-news = Messages come; what Meta thinks of your templates and your number does not.
doctor-whatsapp-webhook-news-advice = In your app at Meta, WhatsApp, Configuration, below the webhook, subscribe also to { $fields }. Without them you learn of a paused template only when a reminder fails.
doctor-template = { $name } ({ $language }) { $state }
doctor-template-missing = missing
doctor-template-pending = not approved yet
doctor-template-rejected = rejected
doctor-template-paused = paused
doctor-template-disabled = disabled
doctor-template-recategorised = in another category
doctor-template-differs = with other words
doctor-whatsapp-templates-ok = { $count ->
    [one] One, and it can
   *[other] All { $count } can
} be sent.
doctor-whatsapp-templates-missing = There are none yet, so no reminder and no change reaches anybody after 24 hours of silence.
doctor-whatsapp-templates-missing-advice = Ask Meta to approve all { $count }: npm run whatsapp:templates -- --create. It takes minutes, at times a day (docs/connect-whatsapp.md, step 6).
doctor-whatsapp-templates-unusable = { $open } of { $count } cannot be sent, so reminders and changes may not arrive: { $list }.
doctor-whatsapp-templates-unusable-advice = Make the missing ones: npm run whatsapp:templates -- --create. One not approved yet wants patience, mostly minutes. For the others WhatsApp Manager says why (docs/connect-whatsapp.md, step 6).
doctor-whatsapp-templates-differ = { $open } of { $count } can be sent, but not as we mean them: { $list }.
doctor-whatsapp-templates-differ-advice = In another category it costs more and reaches fewer people: ask for a review in WhatsApp Manager. With other words people read what is written there, not what Doorlist means: edit it there (docs/connect-whatsapp.md, step 6).
doctor-whatsapp-health-ok = Meta reports no trouble. Whether a card is entered, it does not tell: have a look, for beyond 1,000 messages a month they are silently lost without one (docs/connect-whatsapp.md, step 5).
doctor-whatsapp-health-unpaid = Meta is not paid{ $times ->
    [0] : it says that the payment method fails
   *[other] : it last lost a message for that { $at }
}.
doctor-whatsapp-health-unpaid-advice = Meta takes messages and does not deliver them. Enter a card that works: business.facebook.com/settings, Billing & payments (docs/connect-whatsapp.md, step 5). What waits goes out afterwards.
doctor-whatsapp-health-blocked = Meta lets nothing out: { $said }
doctor-whatsapp-health-blocked-advice = WhatsApp Manager and Business settings say what Meta wants: business.facebook.com/settings. Until then nothing reaches anybody by WhatsApp.
doctor-whatsapp-health-limited = Meta lets only some of it out: { $said }
doctor-whatsapp-health-limited-advice = WhatsApp Manager and Business settings say what Meta wants: business.facebook.com/settings.

doctor-mail-off = Not set up: codes come by messenger only.
doctor-mail-ok = The mail server { $host } lets us in. Whether letters land in the spam folder, only a letter shows.
doctor-mail-refused = The mail server { $host } refuses user or password.
doctor-mail-refused-advice = Correct both in SMTP_URL; in them write @ as %40, / as %2F, # as %23. Many providers want an “app password” made for the purpose.
doctor-mail-certificate = The certificate of the mail server { $host } is not trusted.
doctor-mail-certificate-advice = Use the server's name exactly as your provider gives it, in SMTP_URL; an IP address will not do.
doctor-mail-unreachable = The mail server { $host } cannot be reached: { $reason }.
doctor-mail-unreachable-advice = See whether host and port in SMTP_URL are right: 587 with smtp://, 465 with smtps://. Many hosters block outgoing mail until one asks them.

doctor-check-failed = { $title }: the look itself failed ({ $error }).
doctor-check-failed-advice = That is a mistake of ours. Please report it with this line.
doctor-check-late = No answer within { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}.
doctor-check-late-advice = { $title }: something is there and does not answer, or the machine is overloaded. Look again; if it stays, start that part again.
doctor-check-spoiled = Not looked at: its settings have to be corrected first.

## Whether everything is working, as the team is told by chat

desk-health-looking = I am looking at everything. That takes some seconds.
desk-health-lately = Somebody has just looked, or is looking now. Once more in { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
}.
desk-health =
    { $broken ->
        [0] { $warnings ->
            [0] Everything is working.
            [one] Everything is working. To be looked at: one thing.
           *[other] Everything is working. To be looked at: { $warnings } things.
        }
        [one] Not everything is working: one thing is broken.
       *[other] Not everything is working: { $broken } things are broken.
    }

    { $bad }

    { $well ->
        [one] 1 thing
       *[other] { $well } things
    } looked at and found well.
    { $notes }

    { $outlook }
desk-health-broken = 🔴 <b>{ $title }</b>: { $words }
desk-health-warning = 🟡 <b>{ $title }</b>: { $words }
desk-health-unseen = Not set up, or not looked at: { $titles }.
desk-health-reminders = Reminders
desk-health-outlook = { $tomorrow ->
    [0] Still to be reminded today
   *[other] To be reminded tomorrow
}: { $people ->
    [0] nobody.
   *[other] Telegram { $telegram }, WhatsApp { $whatsapp }, e-mail { $mail }{ $unreached ->
        [0] .
       *[other] ; { $unreached } cannot be reached.
    }
}{ $templates ->
    [0] { "" }
   *[other] { " " }By WhatsApp template: { $templates }, of { $limit } people a day that this account may write to: { $over ->
        [0] that is enough.
       *[other] { $over } too many.
    }
}
desk-health-mend =
    As I found it { $looked-day-on } at { $looked-time }:

    { $items }
desk-health-advice =
    <b>{ $number }. { $title }</b>
    { $words }
    { $advice }
    { "" }
desk-health-mended = There was nothing to mend when I last looked.
desk-button-health = Everything working?
desk-button-look-again = Look again
desk-button-mend = How to mend it
desk-button-mend-more = More advice
## Writing to the people of an event

desk-ask-audience =
    <b>{ $event-title }</b>: to whom?

    All who have a place or wait: { $all }. Those coming: { $coming }. Those waiting: { $waiting }.
desk-audience-all = All who have a place or wait
desk-audience-coming = Those coming
desk-audience-waiting = Those waiting
desk-ask-words = <b>{ $event-title }</b>. { $audience }: { $people }. What shall I write to them? Up to { $longest } characters.
desk-words =
    { $audience }: { $reach }.{ $over ->
        [0] {""}
       *[other] {" "}WhatsApp lets this account write to { $over } fewer people today: they get it another way, or not.
    }{ $night ->
        [0] {""}
       *[other] {" "}For { $night } of them it is night: they get it from 08:00 by their own clock.
    }

    They get this:

    { $message }
desk-reach = { $reached } of { $total }{ $template ->
        [0] {""}
       *[other] ; { $template } by template
    }{ $unreached ->
        [0] {""}
       *[other] ; { $unreached } cannot be reached: { $names }
    }
desk-name = { $name }
desk-names = { $names }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
desk-lead-words-kept = These words were not sent yet.
desk-lead-words-dropped = Nothing was sent.
desk-lead-words-outdated = The event was changed meanwhile. Please look once more.
desk-lead-words-gone = Those words are not there any more: they were changed or given up, and nothing of them was sent.
desk-lead-unwritable-hidden = Nobody knows of this event yet. Publish it first.
desk-lead-unwritable-cancelled = It was cancelled, and people were told: nobody waits for news of it.
desk-lead-unwritable-nobody = There is nobody to write to.
desk-progress-under-way = <b>{ $event-title }</b>. Sent { $sent } of { $total } …{ $later ->
        [0] {""}
       *[other] {" "}{ $later } get it later.
    }
    .whatsapp = <b>{ $event-title }</b>. I am sending it to { $total ->
        [one] 1 person
       *[other] { $total } people
    }, and tell you when that is done.{ $later ->
        [0] {""}
       *[other] {" "}{ $later } get it later.
    }
desk-progress-over = <b>{ $event-title }</b>. Sent { $sent } of { $total }.
desk-progress-stopped = <b>{ $event-title }</b>. Stopped: { $sent } of { $total } had it already.{ $under-way ->
        [0] {""}
       *[other] {" "}To { $under-way } it was on its way just then.
    }
desk-report =
    <b>{ $event-title }</b>, your message. It went to { $sent } of { $people }.

    { $report }
desk-report-telegram = Telegram: { $people }
desk-report-whatsapp = WhatsApp: { $people }, delivered { $delivered }, read { $read }
desk-report-mail = E-mail: { $people }
desk-report-waiting = Still waiting: { $people }
desk-report-stopped = Stopped before it went out: { $people }
desk-report-silenced = Said “stop”: { $people } ({ $names })
desk-report-unreachable = Cannot be reached: { $people } ({ $names })
desk-report-left = Gave up their place meanwhile, or got one: { $people } ({ $names })
desk-report-called-off = The event was cancelled meanwhile: { $people }
desk-report-over-limit = Over WhatsApp's daily limit: { $people } ({ $names })
desk-report-too-late = Too late for it: { $people } ({ $names })
desk-report-forgotten = Had themselves forgotten: { $people }
desk-report-failed = Failed: { $people } ({ $names })
desk-button-write = Write
desk-button-write-all = To all
desk-button-write-coming = To those coming
desk-button-write-waiting = To those waiting
desk-button-send = Send
desk-button-send-now = Send now anyway
desk-button-reword = Change the words
desk-button-drop-words = Leave it
desk-button-stop-sending = Stop
desk-button-broadcast = How it is now

## The door: the first sign and word are to be heard in a noisy hall

door =
    🚪 <b>{ $event-title }</b>, { $event-row }. { $count }

    Scan the picture of a ticket with the phone's camera, and follow the link for the team on its page. Or write here: a code, or part of a name.
door-count = { $entered } of { $seats } are in.
door-which =
    At which door are you? Choose below, or write its number.

    { $items }
door-line-event = { $number }. <b>{ $event-title }</b>, { $event-row }
door-none = You help at the door of { $organisation }. Thank you! No door is open now. { $next }
door-closed = The door of <b>{ $event-title }</b> is not open: it opens 12 hours before the start ({ $event-row }), and closes 12 hours after it or at the end.
door-next = The next event is <b>{ $event-title }</b>, { $event-row }; its door opens 12 hours before.
door-who = { $name }
door-who-code = { $name }, code { $code }
door-welcome = ✅ <b>Welcome: { $who }.</b> { $count }
door-already = ⚠️ <b>Already in at { $at-time }</b>{ $by }: { $who }. { $count }
door-by = { " " }(by { $name })
door-by-you = { " " }(by you)
door-other = ⚠️ <b>Another event ({ $event-date }):</b> { $event-title }. { $note }
door-note-here = You are at the door of { $event-title }.
door-note-not-on = Its door opens 12 hours before the start.
door-no-such-code = ⛔ <b>Not valid:</b> nobody has this code. Look at it once more, or write the name.
door-no-event = ⛔ <b>Not valid:</b> { $event-title }, { $event-date }, is cancelled.
door-no-seat = ⛔ <b>Not valid:</b> seat given up{ $on }. { $name }. { $note }
door-no-place = ⛔ <b>Not valid:</b> place in the queue given up{ $on }. { $name }.
door-on = { " " }on { $at-date }
door-note-again = There is a new ticket since then, with another code.
door-no-waiting = ⛔ <b>Not valid:</b> on the waiting list, number { $position }. { $name }. { $hint }
door-hint-people = To move somebody up, open the event and press “People”.
door-hint-ask = An organiser can move people up.
door-no-offered = ⛔ <b>Not valid:</b> a seat is kept for { $name }, and not taken yet. The message that offers it has a button for that.
door-found-one = { $person } Is that right?
door-found =
    Which one?{ $hint }

    { $items }

    { $note }
door-hint-number = { " " }A number lets in.
door-line = { $number }. { $person }
door-person = <b>{ $name }</b>{ $email }, registered on { $at-date }{ $place }.
door-person-email = , { $email }
door-place-in = , in since { $at-time }
door-place-waiting = , waits, number { $position }
door-place-offered = , seat kept and not taken
door-place-given-up = , seat given up
door-note-more = There are more. Write more of the name.
door-nobody = Nobody with a place at { $event-title } is called that. Write a part of the name as it is on the ticket, or the code.
door-undone = ↩️ <b>Taken back:</b> { $who }, is not in. { $count }
door-undo-missed = There is nothing to take back: that check-in does not count any more.

door-button-door = Door
door-button-refresh = How many are in
door-button-doors = Another door
door-button-at = { $number }
door-button-switch = Go to that door
door-button-let-in = Let in
door-button-let-in-number = Let in { $number }
door-button-undo = Undo

## The poster of an event, on paper and in the organisers' chat

poster-day = { CAPITAL($event-day) }
poster-time = { $event-clock }
poster-place = { CAPITAL($event-where) }
poster-how-both = Scan a code, press Start or Send
poster-how-telegram = Scan the code, press Start
poster-how-whatsapp = Scan the code, press Send
desk-poster = The poster of <b>{ $event-title }</b>, one A4 page to print.
desk-poster-picture = The poster of <b>{ $event-title }</b> as a picture, to show in chats and on pages.
desk-button-poster = Poster
desk-button-poster-picture = As a picture
desk-button-poster-pdf = As a PDF to print

## The people of an event, at the desk

desk-button-people = People
people-count =
    <b>{ $event-title }</b>: { $counts }.{ $ways-count ->
        [0] { "" }
       *[other] { " " }By { $ways }{ $unreached ->
            [0] .
           *[other] ; { $unreached } cannot be reached.
        }
    }

    { $notes }
people-taken-of = { $n } of { $capacity }
people-taken = { $n } signed up
people-waiting = { $n } waiting
people-gone = { $n } said no
people-by-whatsapp = WhatsApp { $n }
people-by-telegram = Telegram { $n }
people-by-otherwise = hand { $n }
people-note-coming = { $n ->
    [one] 1 person says they are coming.
   *[other] { $n } people say they are coming.
}
people-note-held = { $n ->
    [one] 1 of the seats is held for somebody who is asked.
   *[other] { $n } of the seats are held for people who are asked.
}
people-note-entered = { $n } of { $taken } are in.
people-note-called-off = The event was cancelled.
people-no-events = There is no event yet that people could sign up for.
people-which =
    Whose people? First the events to come, the soonest on top.

    { $items }
people-comers =
    Who comes to <b>{ $event-title }</b>, { $from } to { $to } of { $total }. A number opens somebody's page; a name or a code finds them.

    { $items }
people-no-comers = Nobody has a seat at <b>{ $event-title }</b>.
people-waiters =
    Who is waiting for <b>{ $event-title }</b>, { $from } to { $to } of { $total }, in the order in which seats come to them. A number opens somebody's page.

    { $items }
people-no-waiters = Nobody is waiting for <b>{ $event-title }</b>.
people-unreached =
    Whom no message about <b>{ $event-title }</b> reaches, { $from } to { $to } of { $total }, and why:

    { $items }
people-no-unreached = Messages about <b>{ $event-title }</b> reach everybody.
people-found =
    Which one do you mean?

    { $items }{ $more ->
        [0] { "" }
       *[other] { "" }

    There are more: write more of the name.
    }
people-none-found = At <b>{ $event-title }</b> nobody is called “{ $words }”, and it is no code of a ticket there.
people-ask-words = Whom are you looking for? Write a part of the name, or the code of the ticket.
people-line = { $number }. { $name }{ $notes-count ->
    [0] { "" }
   *[other] , { $notes }
}
people-line-mail = { $email }
people-forgotten = somebody who had everything deleted
people-is-coming = is coming
people-is-in = in since { $at-time }
people-is-asked = is asked until { $at-until }
people-waits = number { $position }
people-asks-first = wants to be asked first
people-is-gone = no place any more
people-why-stopped = said stop
people-why-blocked-telegram = blocked the bot in Telegram
people-why-blocked-whatsapp = the WhatsApp number cannot be reached
people-why-window-closed = WhatsApp takes nothing so long after their last word
people-why-off = their messenger is not connected here
people-why-no-chat = has no chat with the bot any more
people-why-by-hand = was added without a chat
people-why-forgotten = had everything deleted
people-file = { $people ->
        [one] The list of <b>{ $event-title }</b> with 1 person.
       *[other] The list of <b>{ $event-title }</b> with { $people } people.
    } It holds what people told you in confidence: please pass it on to nobody, and delete it when it has served.
people-ask-name = What is their name? They get a ticket code that you hand on to them. Messages cannot reach them from here, and with the name you say that they agree to be on the list.
people-ask-queue = { $capacity ->
    [1] The only seat is taken
   *[other] All { $capacity } seats are taken
}{ $waiting ->
    [0] { "" }
   *[other] , { $waiting } waiting
}. Put <b>{ $name }</b> on the waiting list?
people-added =
    On the list: <b>{ $name }</b>, code <b>{ $code }</b>.

    The ticket to hand on: { $link }
people-added-queue = On the waiting list: <b>{ $name }</b>, number { $position }. Nothing can tell them when a seat comes free: please look here, and tell them yourself.
people-lead-name-unclear = I need a name, with at most 100 letters.
people-lead-person-missing = That person is no longer on the list.
people-lead-cancelled = Done.{ $served ->
        [0] { "" }
        [one] { " " }The seat went to the next who waited.
       *[other] { " " }The free seats went to the next who waited.
    } { $told ->
        [0] No message reaches them: please tell them yourself.
       *[other] They are told, with your address for questions.
    }
people-lead-seated = Done: they have a seat. { $told ->
    [0] No message reaches them: please tell them yourself.
   *[other] They are told.
}
people-lead-asked = Done: a seat is held for them. { $told ->
    [0] No message reaches them: please ask them yourself.
   *[other] They are asked whether they take it.
}
people-lead-first = Done: the next free seat is theirs.
people-lead-stays-gone = They have no place any more.
people-lead-stays-seated = They have a seat already.
people-lead-stays-asked = A seat is held for them already, and they are asked.
people-lead-stays-first = They are the first already.
people-lead-stays-full = No seat is free now.
people-lead-stays-over = The event has begun: places stay as they are.
people-lead-stays-called-off = The event was cancelled: places stay as they are.

person-page =
    <b>{ $name }</b>
    { $event-title }, { $event-row }

    { $facts }
person-by-telegram = Signed up by Telegram, { $at-date-year }, { $at-time }
person-by-whatsapp = Signed up by WhatsApp, { $at-date-year }, { $at-time }
person-by-hand = Added by an organiser, { $at-date-year }, { $at-time }
person-by-program = Added by a program, { $at-date-year }, { $at-time }
person-seat = Has a seat, code { $code }
person-coming = Said: I'm coming
person-in = In since { $at-time }
person-asked = A seat is held for them until { $at-until }, and they are asked
person-waits = Waiting, number { $position }{ $asked ->
    [0] { "" }
   *[other] { " " }(wants to be asked first)
}
person-gone = Has no place any more
person-reached-telegram = Messages go by Telegram
person-reached-whatsapp = Messages go by WhatsApp
person-reached-template = Messages go by WhatsApp, as prepared ones only
person-reached-mail = Messages go by e-mail
person-unreached = No message reaches them: { $why }
person-ask-cancel = Cancel the place of <b>{ $name }</b> at <b>{ $event-title }</b>, { $event-when }?{ $passed ->
        [0] { "" }
       *[other] { " " }The seat goes to the next at once, and cannot be taken back.
    } { $told ->
        [0] No message reaches them ({ $why }): please tell them yourself.
       *[other] They get a message that says so, with your address for questions.
    }

table-name = Name
table-email = E-mail
table-status = Status
table-position = Place in the queue
table-messenger = Signed up by
table-registered = Signed up at
table-coming = Said “I'm coming”
table-entered = In since
table-code = Ticket code
table-reach = Messages
table-yes = yes
table-status-seat = has a seat
table-status-asked = is asked about a seat
table-status-waiting = is waiting
table-status-gone = has no place any more
table-by-telegram = Telegram
table-by-whatsapp = WhatsApp
table-by-hand = an organiser
table-by-program = a program
table-reached-telegram = by Telegram
table-reached-whatsapp = by WhatsApp
table-reached-template = by WhatsApp, prepared ones only
table-reached-mail = by e-mail

people-button-comers = Who comes
people-button-waiters = Who is waiting
people-button-find = Find somebody
people-button-add = Add somebody
people-button-add-next = Add another
people-button-file = List as a file
people-button-unreached = Not reached
people-button-others = Other events
people-button-back = Back to the people
people-button-more = Next ones
people-button-cancel = Cancel their place
people-button-cancel-sure = Yes, cancel it
people-button-keep = No, keep it
people-button-move-up = Move up
people-button-give-seat = Give a seat
people-button-queue = Yes, let them wait
people-button-no-queue = No

## The organisers' desk

desk-forget-last-owner = You are the only owner of this bot. Without you nobody could organise here until it is started again and prints a new link.

desk-help-owner =
    You are an owner here. Words for the team:
    <b>menu</b>: what you can do
    <b>people</b>: who comes to an event
    <b>door</b>: let people in
    <b>status</b>: is everything working
    <b>team</b>: who else organises
    .telegram =
    You are an owner here. For the team:
    /desk: what you can do
    /people: who comes to an event
    /door: let people in
    /status: is everything working
    /team: who else organises
desk-help-organiser =
    You are an organiser here. Words for the team:
    <b>menu</b>: what you can do
    <b>people</b>: who comes to an event
    <b>door</b>: let people in
    <b>status</b>: is everything working
    .telegram =
    You are an organiser here. For the team:
    /desk: what you can do
    /people: who comes to an event
    /door: let people in
    /status: is everything working
desk-help-door =
    You help at the door. The word <b>menu</b> tells what there is to do.
    .telegram = You help at the door. /desk tells what there is to do.
command-desk = What the team can do
command-people = Who comes to an event
command-door = Let people in
command-status = Is everything working?
command-team = Who organises here

desk-menu =
    What would you like to do?

    { $notes }
desk-note-begun = You have begun a new event.
desk-note-nameless = The name of your club is not told yet: press “Club”.
desk-button-club = Club
desk-ask-club = How is your club called, and what address may people write to? Example: Green Club, info@club.example
desk-lead-taken-owner = You are the owner of this bot. The word <b>menu</b> brings you here again.
desk-lead-taken-organiser = You are an organiser of { $organisation } now. The word <b>menu</b> brings you here again.
desk-lead-taken-door = You help at the door of { $organisation } from now on.
desk-lead-kept-owner = You are the owner already, so this link stays good: pass it on to whom it is for.
desk-lead-kept-organiser = You are an organiser already, so this link stays good: pass it on to whom it is for.
desk-lead-kept-door = You help at the door already, so this link stays good: pass it on to whom it is for.
desk-link-unknown = This link does not work. Please ask whoever gave it to you for another one.
desk-link-used = This link was used already, and it works only once. Please ask whoever gave it to you for another one.
desk-link-expired = This link is too old. Please ask for another one; the first owner's link is printed anew when the bot is started again.
desk-lead-club-unclear = I need the name of the club, with at most { $longest } letters, and if you like an address behind a comma.
desk-lead-noted = Noted.
desk-lead-plan-goes-on = You had begun <b>{ $title }</b>. Let us go on with it.
desk-lead-copied = All as in <b>{ $title }</b> but the day.
desk-ask-copy = You have begun <b>{ $begun }</b>, and it is not finished. Drop it, and make a new event like <b>{ $title }</b>?
desk-button-copy-sure = Drop it and copy
desk-role-owner = owner
desk-role-organiser = organiser
desk-role-door = door help

desk-team =
    Who organises here:

    { $items }
desk-line-member = { $number }. { $name } ({ $role })
desk-line-you = { $number }. { $name } ({ $role }, you)
desk-no-name = without a name
desk-invited =
    Send this link to whom you want ({ $role }). It works once, for a week:

    { $link }
desk-ask-remove = Take the role from <b>{ $name }</b> ({ $role })? It is gone at once, and so are the invitations they made.
desk-lead-removed = Done: { $name } ({ $role }) has no role any more.
desk-lead-no-member = Somebody else was first: they have no role any more.
desk-lead-last-owner = That is the only owner. Invite another owner first: without one nobody could invite anyone.

desk-ask-title = Title?
desk-ask-when = When? Example: { $example }. I count in { ZONE($zone) }.
desk-ask-zone = Which time zone? Write a city, or an offset such as UTC+3. So far: { ZONE($zone) }.
desk-ask-where = Where? An address, or a place sent from the map.
desk-ask-seats = How many seats?
desk-ask-description = What is it about? Some sentences that people see on the event's card, or none.
desk-ask-which = Which one do you mean?
desk-ask-point = I have the point on the map. How is the place called?
desk-lead-no-words = I need letters or digits here.
desk-lead-too-long = That is { $length } characters long; { $longest } at most fit here. Please shorten it.
desk-lead-past = { $at-date-year }, { $at-time } is over already.
desk-lead-skipped = There is no such hour on that day: the clocks go forward over it.
desk-lead-no-date = I found the time, but not the day: that alone will do.
desk-lead-no-time = I found the day, but not the time: that alone will do.
desk-lead-no-such-date = There is no such day: { $typed }.
desk-lead-other-weekday = Day and weekday do not fit: { $typed }.
desk-lead-unknown = I do not understand this as one day and one time: { $typed }.
desk-lead-seats-unknown = Please write a whole number, such as 30.
desk-lead-seats-too-few = At least one seat is needed.
desk-lead-seats-too-many = That is more than a million. Choose “No limit” if there is none.

desk-page-draft =
    A draft for { $event-date-year }: nobody sees it yet. People will get it like this.

    <b>Telegram</b>
    { $telegram }

    <b>WhatsApp</b>
    { $whatsapp }
desk-page-published =
    <b>{ $event-title }</b>
    { CAPITAL($event-when) }
    { CAPITAL($event-where) }

    { $about }

    Published. Seats taken: { $taken }{ $held ->
        [0] { "" }
       *[other] , of these held: { $held }
    }. Waiting: { $waiting }.
desk-page-cancelled =
    <b>{ $event-title }</b>
    { CAPITAL($event-when) }

    Cancelled.
desk-what-to-correct = What shall I correct?
desk-draft-kept = Kept as a draft. You find it under “Events”.
desk-published =
    Published: <b>{ $event-title }</b>. Links to share:

    { $telegram }

    { $whatsapp }
desk-links =
    Links to share for <b>{ $event-title }</b>:

    { $telegram }

    { $whatsapp }
desk-lead-changed =
    Done.{ $told ->
        [0] { "" }
        [one] { " " }1 person hears of it.
       *[other] { " " }{ $told } people hear of it.
    }{ $promoted ->
        [0] { "" }
        [one] { " " }1 person who waited has a seat now.
       *[other] { " " }{ $promoted } people who waited have a seat now.
    }{ $offered ->
        [0] { "" }
        [one] { " " }For 1 person who waited a seat is held until they answer.
       *[other] { " " }For { $offered } people who waited seats are held until they answer.
    }

    { desk-unreached }
desk-lead-changed-meanwhile = Somebody else changed this event meanwhile. Below is what you wanted; the rest is as it is now.
desk-lead-refused-below-taken = { $taken ->
        [one] 1 person has a seat
       *[other] { $taken } people have a seat
    }, so there cannot be fewer seats. Nothing was changed.
desk-lead-refused-cancelled = It was cancelled, and people were told. Please make a new event.
desk-lead-refused-over = Its start is in the past. Please correct “When” first.
desk-lead-refused-has-people = People have a place in it, so it cannot be hidden. Cancel it instead.
desk-lead-refused-ends-first = It would end before it begins. Nothing was changed.
desk-ask-sure =
    <b>{ $event-title }</b>, { $event-when }

    { $changes }

    { $told ->
        [0] Shall I do it?
        [one] 1 person will hear of it. Shall I do it?
       *[other] { $told } people will hear of it. Shall I do it?
    }

    { desk-unreached }
desk-unreached = { $unreached ->
    [0] { "" }
   *[other] No message reaches { $unreached } of them: “People” tells who, and why.
}
desk-ask-call-off =
    Cancel <b>{ $event-title }</b>, { $event-when }? { $people ->
        [0] Nobody is signed up.
        [one] 1 person will be told.
       *[other] { $people } people will be told.
    }

    { desk-unreached }
desk-ask-call-off-again =
    Really? A cancelled event stays cancelled. { $people ->
        [0] Nobody has to be told.
        [one] 1 person is told at once.
       *[other] { $people } people are told at once.
    }

    { desk-unreached }
desk-ask-parting = Would you like to add a word for them: why, or what comes instead? It stands in the message that tells them, up to { $longest } characters.
desk-ask-call-off-worded =
    Really? A cancelled event stays cancelled. { $people ->
        [one] 1 person gets this at once:
       *[other] { $people } people get this at once:
    }

    { $notice }

    { desk-unreached }
desk-lead-nothing-written = There is nothing in it that people could read.
desk-change-title = New title: { $title }
desk-change-when = New time: { $at-when }
desk-change-where = New place: { $location }
desk-change-seats = Seats: { $seats }
desk-change-description = New description: { $about }
desk-change-no-description = Without a description
desk-change-publish = Publish it
desk-no-limit = no limit
desk-events =
    All events: those to come, the soonest first, then those that are over.

    { $items }
desk-no-events = There are no events yet.
desk-line-event = { $number }. <b>{ $event-title }</b>, { $event-row }. { $note }.
desk-line-event-elsewhere = { $number }. <b>{ $event-title }</b>, { $event-row } ({ $event-zone }). { $note }.
desk-status-draft = Draft
desk-status-cancelled = Cancelled

desk-button-new-event = New event
desk-button-go-on = Go on with it
desk-button-drop-plan = Start a new one
desk-button-events = Events
desk-button-team = Team
desk-button-menu = Menu
desk-button-other-zone = Other time zone
desk-button-no-limit = No limit
desk-button-no-description = No description
desk-button-moment = { $at-row }
desk-button-offset = { $at-time } (UTC{ $offset })
desk-button-invite-owner = Invite an owner
desk-button-invite-organiser = Invite an organiser
desk-button-invite-door = Invite door help
desk-button-remove = Remove { $number }
desk-button-remove-sure = Yes, remove
desk-button-keep = No, keep
desk-button-publish = Publish
desk-button-correct = Correct
desk-button-keep-draft = Keep as draft
desk-button-links = Links
desk-button-copy = New one like it
desk-button-call-off = Cancel the event
desk-button-call-off-sure = Yes, cancel it
desk-button-without-word = Without a word
desk-button-leave-it = No, leave it
desk-button-sure = Yes, do it
desk-button-page = Back to the event
desk-button-back = Back
desk-button-title = Title
desk-button-when = Day and time
desk-button-where = Place
desk-button-seats = Seats
desk-ask-picture = Send one picture, as a photo. People see it with the event, on both messengers.
    .whatsapp = Pictures can be sent in Telegram only, from this place there. Or leave the event without one.
desk-lead-no-picture = I need a picture here, sent as a photo and not as a file.
desk-button-picture = Picture
desk-button-no-picture = Without a picture
desk-change-picture = New picture
desk-change-no-picture = Without a picture
desk-button-description = Description
