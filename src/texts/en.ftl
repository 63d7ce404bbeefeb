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

    { $notes }
card-full =
    <b>{ $event-title }</b>
    { CAPITAL($event-when) }
    { CAPITAL($event-where) }

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
note-starts-soon = It starts soon, so a reminder may not come.
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
give-up-question = Give up your seat at <b>{ $event-title }</b> { $event-day-on }? { $waiting ->
        [one] 1 person is waiting
       *[other] { $waiting } people are waiting
    }: it goes to the next one at once, and I cannot take it back.
    .telegram = Give up your seat at <b>{ $event-title }</b> { $event-day-on }? { $waiting } waiting, it cannot be taken back.
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
event-cancelled = I am sorry: <b>{ $event-title }</b> { $event-day-on } is cancelled. There is nothing you need to do. Questions: { $contact }.

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
link-question = Connect this { $here } with { $messenger } of <b>{ $name }</b>? Press “Connect” only if that is you.
linked =
    Done: { $other } and this chat are now one person to us. Your tickets:

    { $items }

    Reminders come here.
linked-no-tickets = Done: { $other } and this chat are now one person to us. Messages come here.
link-unknown = I do not know this code, or its 10 minutes are over. For a new one write <b>link</b> there.
link-limited = That was too many tries. Please wait an hour and begin again.
link-refused = All right, nothing is connected.
not-me-noted = Thank you for telling me. Nothing has changed, and that code no longer works.
merge-undone = Done: your chats are separate again, each with its own tickets.
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
language-saved = Noted: I write in English from now on.
platform-saved = Noted: messages come to { $messenger } from now on.
help =
    I sign you up for events of { $organisation } and bring you the ticket. Just press the buttons, or write:

    <b>events</b>: what is on
    <b>my</b>: your tickets
    <b>cancel</b>: leave a question
    <b>link</b>: the same tickets in Telegram and WhatsApp
    <b>language</b>: language and time zone
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
lead-nothing-deleted = Good, nothing is deleted.
lead-writing-again = I write to you again.
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
button-switch-language = Русский
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
button-ticket = My ticket
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
page-ticket-unknown = There is no such ticket
page-ticket-unknown-hint = Please check the code: it has eight letters and digits, as in K7QM-3FPA.

## The page of my data

page-my-data-title = Your data
page-my-data-intro = Everything we keep about you, as one file. The button works once; ask the bot again for another.
page-my-data-download = Download the file
page-my-data-gone = This link no longer works
page-my-data-gone-hint = It works once, and for an hour. Write “my data” to the bot for a new one.

## Links that organisers share

share-greeting = Hello! I would like to come: { $slug }

## WhatsApp's templates: what is said there when its 24 hours are over
# Meta approves each with its buttons, in each language. What may vary stands in braces, never first or last, with at
# least twice as many words of ours around. A text changed here has to be approved again (npm run whatsapp:templates).

template-reminder-24h = Hello { $name }! This is the reminder that you asked for. { $when }: { $title }, { $where }. Are you coming?
template-reminder-1h = Hello { $name }! This is the reminder that you asked for. { $when }: { $title }, { $where }. Please have your ticket at hand.
template-event-changed = The time or the place has changed. { $title } is now: { $when }, { $where }. Your ticket { $code } stays valid. If you can no longer come, please press “I can't come”.
template-event-changed-waiting = The time or the place has changed. { $title } is now: { $when }, { $where }. You keep your number on the waiting list.
template-event-cancelled = I am sorry: { $title } ({ $day }) is cancelled. There is nothing you need to do. Please ask { $contact } if you have questions.
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
template-example-name = Anna Petrova
template-example-title = Spring meet-up
template-example-where = Library hall, Lesnaya 5
button-take-seat = Take the seat
button-leave-list = No, I'll leave
    .telegram = Leave the list
