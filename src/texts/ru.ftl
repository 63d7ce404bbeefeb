# Всё, что Doorlist говорит по-русски. Ключи и переменные те же, что в en.ftl; там же объяснены варианты.
# Род человека не угадываем: не «записался», а «вы записаны». Названия событий в кавычках и в именительном падеже.

## Дни и часы: как они стоят внутри других фраз

weekday = { $weekday ->
    [1] понедельник
    [2] вторник
    [3] среда
    [4] четверг
    [5] пятница
    [6] суббота
   *[7] воскресенье
}
weekday-short = { $weekday ->
    [1] пн
    [2] вт
    [3] ср
    [4] чт
    [5] пт
    [6] сб
   *[7] вс
}
month = { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
}
month-short = { $month ->
    [1] янв.
    [2] февр.
    [3] марта
    [4] апр.
    [5] мая
    [6] июня
    [7] июля
    [8] авг.
    [9] сент.
    [10] окт.
    [11] нояб.
   *[12] дек.
}
zone = { $zone ->
    [offset] { $place }
    [europe-moscow] по Москве
    [europe-kaliningrad] по Калининграду
    [europe-samara] по Самаре
    [europe-saratov] по Саратову
    [europe-volgograd] по Волгограду
    [asia-yekaterinburg] по Екатеринбургу
    [asia-omsk] по Омску
    [asia-novosibirsk] по Новосибирску
    [asia-tomsk] по Томску
    [asia-krasnoyarsk] по Красноярску
    [asia-irkutsk] по Иркутску
    [asia-chita] по Чите
    [asia-yakutsk] по Якутску
    [asia-vladivostok] по Владивостоку
    [asia-sakhalin] по Сахалину
    [asia-magadan] по Магадану
    [asia-kamchatka] по Камчатке
    [europe-minsk] по Минску
    [europe-kyiv] по Киеву
    [europe-kiev] по Киеву
    [europe-chisinau] по Кишинёву
    [asia-almaty] по Алматы
    [asia-tashkent] по Ташкенту
    [asia-bishkek] по Бишкеку
    [asia-dushanbe] по Душанбе
    [asia-baku] по Баку
    [asia-yerevan] по Еревану
    [asia-tbilisi] по Тбилиси
    [europe-riga] по Риге
    [europe-vilnius] по Вильнюсу
    [europe-tallinn] по Таллину
    [europe-helsinki] по Хельсинки
    [europe-warsaw] по Варшаве
    [europe-prague] по Праге
    [europe-berlin] по Берлину
    [europe-vienna] по Вене
    [europe-zurich] по Цюриху
    [europe-paris] по Парижу
    [europe-brussels] по Брюсселю
    [europe-amsterdam] по Амстердаму
    [europe-rome] по Риму
    [europe-madrid] по Мадриду
    [europe-lisbon] по Лиссабону
    [europe-london] по Лондону
    [europe-dublin] по Дублину
    [europe-stockholm] по Стокгольму
    [europe-oslo] по Осло
    [europe-copenhagen] по Копенгагену
    [europe-belgrade] по Белграду
    [europe-podgorica] по Подгорице
    [europe-budapest] по Будапешту
    [europe-bucharest] по Бухаресту
    [europe-sofia] по Софии
    [europe-athens] по Афинам
    [europe-istanbul] по Стамбулу
    [asia-nicosia] по Никосии
    [asia-jerusalem] по Иерусалиму
    [asia-dubai] по Дубаю
    [asia-kolkata] по Дели
    [asia-calcutta] по Дели
    [asia-bangkok] по Бангкоку
    [asia-makassar] по Бали
    [asia-singapore] по Сингапуру
    [asia-shanghai] по Пекину
    [asia-hong-kong] по Гонконгу
    [asia-seoul] по Сеулу
    [asia-tokyo] по Токио
    [america-new-york] по Нью-Йорку
    [america-toronto] по Торонто
    [america-chicago] по Чикаго
    [america-denver] по Денверу
    [america-los-angeles] по Лос-Анджелесу
    [america-vancouver] по Ванкуверу
    [america-sao-paulo] по Сан-Паулу
    [america-argentina-buenos-aires] по Буэнос-Айресу
    [australia-sydney] по Сиднею
   *[city] время: { $place }
}
day = { weekday }, { $day } { month }
    .telegram = { weekday-short }, { $day } { month }
day-then = { day-on }
day-on = { $weekday ->
    [1] в понедельник
    [2] во вторник
    [3] в среду
    [4] в четверг
    [5] в пятницу
    [6] в субботу
   *[7] в воскресенье
} { $day } { month }
day-for = { $weekday ->
    [1] на понедельник
    [2] на вторник
    [3] на среду
    [4] на четверг
    [5] на пятницу
    [6] на субботу
   *[7] на воскресенье
} { $day } { month }
date = { $day } { month-short }
date-year = { $day } { month-short } { $year }
moment = { day }, { $time }
    .telegram = { day.telegram }, { $time }
moment-until = { $weekday ->
    [1] понедельника
    [2] вторника
    [3] среды
    [4] четверга
    [5] пятницы
    [6] субботы
   *[7] воскресенья
}, { $day } { month }, { $time }
until-elsewhere = { moment-until } (у вас { $elsewhere })
moment-row = { weekday-short } { $day } { month-short }, { $time }
when = { day }, { $time } ({ zone })
    .telegram = { day.telegram }, { $time } ({ zone })
when-elsewhere = { day }, { $time } ({ zone }; у вас { $elsewhere })
    .telegram = { day.telegram }, { $time } ({ zone }; у вас { $elsewhere })
clock = { $time } ({ zone })
clock-elsewhere = { $time } ({ zone }; у вас { $elsewhere })
where-unknown = место сообщим
contact-unknown = организаторы

## События

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
        [1] Единственное место занято
        [one] Все { $capacity } место заняты
        [few] Все { $capacity } места заняты
       *[other] Все { $capacity } мест заняты
    }, { $waiting ->
        [0] но очереди пока нет
        [one] ждёт { $waiting } человек
        [few] ждут { $waiting } человека
       *[other] ждут { $waiting } человек
    }. Ваш номер в очереди будет { $position }. Если место освободится: сразу занять его для вас или сначала спросить?

    { $notes }
    .telegram =
    <b>{ $event-title }</b>
    { CAPITAL($event-when) }
    { CAPITAL($event-where) }

    Мест нет: занято { $capacity } из { $capacity }, в очереди { $waiting ->
        [0] никого
       *[other] { $waiting }
    }. Ваш номер будет { $position }. Если место освободится?

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

    Это событие отменено.
card-started =
    <b>{ $event-title }</b>
    { CAPITAL($event-when) }

    Событие уже началось, поэтому записать вас я не могу.
seats-left = { $left ->
    [one] Свободно { $left } место из { $capacity }
    [few] Свободно { $left } места из { $capacity }
   *[other] Свободно { $left } мест из { $capacity }
}
seats-full = Мест нет, { $waiting ->
    [0] есть очередь
    [one] ждёт { $waiting } человек
    [few] ждут { $waiting } человека
   *[other] ждут { $waiting } человек
}
seats-unlimited = Мест хватит всем
note-known = Имя и почта как в прошлый раз, напоминания включены.
note-known-quiet = Имя и почта как в прошлый раз, без напоминаний.
note-greeting = Здравствуйте! Это «{ $organisation }», вам отвечает автоматический помощник. Запись займёт минуту: спрошу имя и почту. Слово <b>стоп</b> остановит меня в любой момент.
    .telegram = «{ $organisation }»
event-list =
    Какое событие? Выберите ниже или напишите номер.

    { $items }
line-event = { $number }. <b>{ $event-title }</b>, { $event-row }. { $seats }.
    .whatsapp = { $number }. { $event-title }, { $event-row }
row-event = { $event-title } · { LOWER($note) }
row-title = { $event-title }
row-range = с { $from } по { $to } из { $total }
no-events = Сейчас нет событий, на которые можно записаться. Загляните, пожалуйста, позже.

## Запись

ask-name = Какое имя написать в билете? Напишите имя и фамилию.
    .telegram = Какое имя написать в билете?
ask-name-suggested = Какое имя написать в билете? Здесь вы подписаны как <b>{ $name }</b>. Нажмите кнопку или напишите имя и фамилию.
    .telegram = Какое имя написать в билете? Здесь вы <b>{ $name }</b>. Нажмите кнопку или напишите другое.
ask-name-again = Какое имя написать в билете? Сейчас там <b>{ $name }</b>. Нажмите кнопку, чтобы его оставить, или напишите другое.
ask-email = Спасибо, { $name }! Теперь напишите вашу электронную почту. По ней мы узнаем вас, если вы смените телефон, и напишем, если сообщение сюда не дойдёт. Рекламы не будет.
    .telegram = { $name }, ваша почта? (Для того же билета в WhatsApp и если сюда не дойдёт.)
ask-email-again = { $name }, напишите, пожалуйста, вашу почту.
email-slip = Может быть, <b>{ $suggestion }</b>?
no-email-given = нет
confirm =
    Проверьте, пожалуйста.
    <b>{ $event-title }</b>, { $event-when }
    Имя: { $name }
    Почта: { $email }

    Нажимая «Подтверждаю», вы соглашаетесь, что <b>«{ $organisation }»</b> напишет вам сюда: напоминание за день, за час и новости, если изменятся время или место. Больше ничего. Данные удалим через { $retention-days ->
        [one] { $retention-days } день
        [few] { $retention-days } дня
       *[other] { $retention-days } дней
    } после события. Подробнее: слово <b>данные</b>.
    .telegram =
    <b>{ $event-title }</b>, { $event-when }
    { $name }
    Почта: { $email }

    «Подтверждаю» = «{ $organisation }» напомнит здесь за сутки и за час и сообщит об изменениях. Данные удалим через { $retention-days ->
        [one] { $retention-days } день
        [few] { $retention-days } дня
       *[other] { $retention-days } дней
    } после события. /privacy
confirm-queue =
    Проверьте, пожалуйста.
    <b>{ $event-title }</b>, { $event-when }
    Очередь, ваш номер { $position }
    Имя: { $name }
    Почта: { $email }

    Нажимая «Подтверждаю», вы соглашаетесь, что <b>«{ $organisation }»</b> напишет вам сюда: { $asks ->
        [0] когда место освободится и станет вашим
       *[other] когда место освободится, чтобы спросить, нужно ли оно вам
    }, потом напоминание за день, за час и новости, если изменятся время или место. Больше ничего. Данные удалим через { $retention-days ->
        [one] { $retention-days } день
        [few] { $retention-days } дня
       *[other] { $retention-days } дней
    } после события. Подробнее: слово <b>данные</b>.
    .telegram =
    <b>{ $event-title }</b>, { $event-when }
    Очередь, ваш номер { $position }
    { $name }
    Почта: { $email }

    «Подтверждаю» = «{ $organisation }» { $asks ->
        [0] сообщит здесь, когда место станет вашим
       *[other] спросит здесь, когда место освободится
    }, напомнит за сутки и за час и сообщит об изменениях. Данные удалим через { $retention-days ->
        [one] { $retention-days } день
        [few] { $retention-days } дня
       *[other] { $retention-days } дней
    } после события. /privacy
what-to-correct = Что исправить?
leave-for-other = Вы записывались на событие <b>«{ $title }»</b> ({ $missing }). Продолжить или открыть <b>«{ $other }»</b>?
leave-for-events = Вы записывались на событие <b>«{ $title }»</b> ({ $missing }). Продолжить или посмотреть события?
missing-name = осталось имя
missing-email = осталась почта
missing-confirmation = осталось подтвердить
missing-code = остался код
cancelled = Хорошо, записи на событие <b>«{ $title }»</b> не будет. Остальное без изменений.
nothing-to-cancel = Сейчас нет вопроса, который можно отменить. Если вы хотите отдать место, откройте билет и нажмите «Не смогу прийти».

## Билеты

ticket-new =
    Вы записаны! <b>{ $event-title }</b>, { $event-when }, { $event-where }.

    { $notes }

    Ваш код: <b>{ $code }</b>. На входе покажите эту картинку либо назовите код или имя.

    Календарь и карта: { $link }
    .telegram =
    Вы записаны. <b>{ $event-title }</b>, { $event-when }, { $event-where }. Код { $code }.

    { $notes }
ticket =
    <b>{ $event-title }</b>, { $event-when }, { $event-where }.

    { $notes }

    Ваш код: <b>{ $code }</b>. На входе покажите эту картинку либо назовите код или имя.

    Календарь и карта: { $link }
    .telegram =
    <b>{ $event-title }</b>, { $event-when }, { $event-where }. Код { $code }.

    { $notes }
note-starts-soon = Начало уже скоро, поэтому напоминания не будет.
waiting-new =
    Вы в очереди: <b>{ $event-title }</b>, { $event-when }. Ваш номер: <b>{ $position }</b>.

    { $asks ->
        [0] Если место освободится, оно сразу станет вашим, и я напишу вам сюда.
       *[other] Если место освободится, я спрошу вас здесь и придержу его до ответа.
    }
waiting = Вы в очереди: <b>{ $event-title }</b>, { $event-when }. Ваш номер: <b>{ $position }</b>.
seat-offered =
    Освободилось место: <b>{ $event-title }</b>, { $event-when }. Оно ваше до { $until-until }.
    .telegram = Есть место: <b>{ $event-title }</b>, { $event-when }. Ваше до { $until-until }.
offer-ran-out = Время вышло { $today ->
        [0] { $at-day-on } в { $at-time }
       *[other] в { $at-time }
    }: место на событие <b>«{ $event-title }»</b> ушло следующему. Ваш номер: { $position }.
    .telegram = Время вышло { $today ->
        [0] { $at-day-on } в { $at-time }
       *[other] в { $at-time }
    }, место ушло следующему. Ваш номер: { $position }.
offer-over = Место на событие <b>«{ $event-title }»</b> за вами больше не держится. Ваш номер в очереди: { $position }.
my-list =
    Ваши билеты. Выберите ниже или напишите номер.

    { $items }
my-none = Сейчас вы никуда не записаны.
past-list =
    Прошедшие события:

    { $items }
past-none = Прошедших событий пока нет.
line-ticket = { $number }. { $event-title }, { $event-row }
line-waiting = { $number }. { $event-title }, { $event-row } (в очереди, номер { $position })
line-offered = { $number }. { $event-title }, { $event-row } (место ваше до { $until-until })
line-past = { $number }. { $event-title }, { $event-date-year }
give-up-question =
    Отдать ваше место на событие <b>«{ $event-title }»</b> { $event-day-on }?{ $waiting ->
        [0] { "" }
        [one] { " " }Ждёт { $waiting } человек: место сразу перейдёт следующему, вернуть его я не смогу.
        [few] { " " }Ждут { $waiting } человека: место сразу перейдёт следующему, вернуть его я не смогу.
       *[other] { " " }Ждут { $waiting } человек: место сразу перейдёт следующему, вернуть его я не смогу.
    }
    .telegram =
        Отдать ваше место на событие <b>«{ $event-title }»</b> { $event-day-on }?{ $waiting ->
            [0] { "" }
           *[other] { " " }В очереди { $waiting }, вернуть будет нельзя.
        }
given-up = Ваше место на событие <b>«{ $event-title }»</b> свободно для других. Спасибо, что предупредили! Билет { $code } больше не действует.
    .telegram = Место на событие <b>«{ $event-title }»</b> снова свободно. Спасибо, что предупредили. Билет { $code } больше не действует.
given-up-to-next = Ваше место на событие <b>«{ $event-title }»</b> перешло следующему в очереди. Спасибо, что предупредили! Билет { $code } больше не действует.
left-queue = Вы больше не в очереди на событие <b>«{ $event-title }»</b>. Спасибо, что предупредили!

## Что мы говорим сами

seat-yours =
    Место освободилось, и оно ваше: <b>{ $event-title }</b>, { $event-when }, { $event-where }.

    Ваш код: <b>{ $code }</b>. На входе покажите эту картинку либо назовите код или имя. Если прийти не получится, нажмите, пожалуйста, «Не смогу прийти»: ждут другие.

    Календарь и карта: { $link }
    .telegram =
    Место освободилось, и оно ваше: <b>{ $event-title }</b>, { $event-when }, { $event-where }. Код { $code }.

    Календарь и карта: { $link }
offer-withdrawn = Мест на событие <b>«{ $event-title }»</b> { $event-day-on } стало меньше, поэтому место, которое было за вами, больше не держится. Ваша очередь сохраняется.
event-changed = Изменилось время или место. <b>{ $event-title }</b> теперь так: { $event-when }, { $event-where }. Ваш билет { $code } действует. Если теперь прийти не получится, нажмите, пожалуйста, «Не смогу прийти».
event-changed-waiting = Изменилось время или место. <b>{ $event-title }</b> теперь так: { $event-when }, { $event-where }. Ваш номер в очереди прежний.
place-cancelled = Организаторы отменили ваше место на событии <b>«{ $event-title }»</b>, { $event-when }. Билет на него больше не действует. Вопросы: { $contact }.
event-cancelled = К сожалению, событие <b>«{ $event-title }»</b> ({ $event-day-on }) отменено. Вам ничего делать не нужно. Вопросы: { $contact }.
event-cancelled-word =
    К сожалению, событие <b>«{ $event-title }»</b> ({ $event-day-on }) отменено.

    { $words }

    Вам ничего делать не нужно. Вопросы: { $contact }.
event-news =
    <b>«{ $event-title }»</b>, { $event-day }
    Пишет «{ $organisation }»:

    { $words }

reminder-24h =
    { $named ->
        [0] Здравствуйте!
       *[other] Здравствуйте, { $name }!
    } { $days ->
        [0] Сегодня, { $event-day-then },
        [1] Завтра, { $event-day-then },
       *[other] { CAPITAL($event-day-on) },
    } в { $event-clock }: «{ $event-title }», { $event-where }. Придёте?
    .telegram = { $days ->
        [0] Сегодня
        [1] Завтра
       *[other] { CAPITAL($event-day-on) },
    } в { $event-clock }: <b>{ $event-title }</b>, { $event-where }. Придёте?
reminder-1h =
    { $named ->
        [0] Здравствуйте!
       *[other] Здравствуйте, { $name }!
    } { in-minutes }, в { $event-clock }: «{ $event-title }», { $event-where }. Держите билет под рукой.
    .telegram = { in-minutes }, в { $event-clock }: <b>{ $event-title }</b>, { $event-where }. Придёте?
in-minutes = { $minutes ->
    [60] Через час
    [one] Через { $minutes } минуту
    [few] Через { $minutes } минуты
   *[other] Через { $minutes } минут
}
coming-noted =
    Отмечено: вы придёте.
    <b>{ $event-title }</b>, { $event-when }, { $event-where }.

## Один человек в двух мессенджерах

messenger-telegram = Telegram
messenger-whatsapp = WhatsApp
messenger-mail = Почта
place-telegram = Telegram
place-whatsapp = WhatsApp
place-mail = почта
code-sent =
    Эту почту нам уже указывали. Если это были вы, я только что прислал код из 6 цифр туда, где вы её указали ({ $places }). Напишите его сюда в течение 10 минут, и билеты будут в одном списке. Никому его не сообщайте.
ask-code = Напишите сюда код из 6 цифр. Если он не пришёл, нажмите «Код не пришёл».
reverse-code =
    Сделаем наоборот. Если раньше вы писали мне из { $messenger }, напишите там:

    <b>{ $command }</b>

    и нажмите «Связать». На это есть 10 минут.

    { $link }
    .telegram =
    Сделаем наоборот. Если раньше вы писали мне из { $messenger }, напишите там <b>{ $command }</b> и нажмите «Связать». На это есть 10 минут.
link-code =
    Откройте { $messenger } по этой ссылке, нажмите «Старт», потом «Связать». Это всё. На это есть 10 минут.

    { $link }

    Или напишите мне там: <b>{ $command }</b>
    .telegram =
    Откройте { $messenger } этой кнопкой, нажмите «Отправить», потом «Связать». Это всё. На это есть 10 минут.

    Или напишите мне там: <b>{ $command }</b>
link-nowhere = Я работаю только в этом мессенджере, связывать не с чем.
link-code-arrived =
    <b>{ $code }</b>. Кто-то в { $messenger } указал вашу почту. Если это вы, напишите этот код туда в течение 10 минут. Если нет, нажмите «Не я»: ничего не изменится. По-другому мы код не спрашиваем.

    Или откройте { $messenger }, код уже будет готов к отправке: { $link }
    .telegram = <b>{ $code }</b>. Кто-то в { $messenger } указал вашу почту. Если это вы, введите код там (10 минут). Если нет, нажмите «Не я»: ничего не изменится. По-другому мы код не спрашиваем.
link-code-mail =
    { $code } — ваш код от «{ $organisation }»

    Кто-то в { $messenger } указал эту почту. Если это вы, напишите код туда в течение 10 минут. Если нет, ничего делать не нужно: ничего не изменится. По-другому мы код не спрашиваем.
linked-there = Связано: ваш { $other } и этот чат видят одни и те же билеты. Напоминания придут туда, откуда вы писали в последний раз. Если это были не вы, нажмите «Отменить».
linked-there-go-on = Связано: ваш { $other } и этот чат видят одни и те же билеты. Нажмите «Продолжить», чтобы закончить запись. Если это были не вы, нажмите «Отменить».
link-question = Связать этот { $here } с { $named ->
        [0] чьим-то { $messenger }, где имя ещё не указано
       *[other] { $messenger } человека <b>{ $name }</b>
    }? Нажмите «Связать», только если это вы.
linked =
    Готово: { $other } и этот чат для нас теперь один человек. Ваши билеты:

    { $items }

    Напоминания придут сюда.
linked-no-tickets = Готово: { $other } и этот чат для нас теперь один человек. Сообщения придут сюда.
link-unknown = Я не знаю этого кода, или его 10 минут прошли. За новым напишите там слово <b>связать</b>.
link-limited = Слишком много попыток. Подождите, пожалуйста, час и начните снова.
link-refused = Хорошо, ничего не связано.
not-me-noted = Спасибо, что сказали. Ничего не изменилось, и этот код больше не действует.
merge-undone = Готово: чаты снова раздельны, у каждого те билеты, что были раньше. Где взятые после, покажет слово <b>мои</b>.
merge-kept = Отменить это здесь уже нельзя. Если что-то не так, вам помогут: { $contact }.

## Стоп, данные, настройки, помощь

stopped = Больше не пишу: «{ $organisation }» не пришлёт вам сообщений ни сюда, ни куда-либо ещё. Передумаете: напишите <b>старт</b>.
    .telegram = Больше не пишу ни сюда, ни куда-либо ещё. Передумаете: /start
stopped-seat = Больше не пишу: «{ $organisation }» не пришлёт вам сообщений ни сюда, ни куда-либо ещё. <b>Место { $event-day-for } остаётся за вами, билет действует.</b> Передумаете: напишите <b>старт</b>.
    .telegram = Больше не пишу ни сюда, ни куда-либо ещё. <b>Место { $event-day-for } остаётся за вами.</b>
stopped-seats =
    Больше не пишу: «{ $organisation }» не пришлёт вам сообщений ни сюда, ни куда-либо ещё. <b>Всё, на что вы записаны, остаётся за вами:</b>

    { $items }

    Передумаете: напишите <b>старт</b>.
    .telegram =
    Больше не пишу ни сюда, ни куда-либо ещё. <b>Всё, на что вы записаны, остаётся за вами:</b>

    { $items }
writing-again = Хорошо, снова пишу вам.
privacy =
    «{ $organisation }» хранит: имя, почту, адрес этого чата, ваши записи и что мы вам посылали. Зачем: чтобы провести событие. Кто видит: организаторы. До какого срока: { $retention-days ->
        [one] { $retention-days } день
        [few] { $retention-days } дня
       *[other] { $retention-days } дней
    } после вашего последнего события. Вопросы: { $contact }.

    Полный текст: { $link }
my-data =
    Что «{ $organisation }» хранит о вас:

    Имя: { $name }
    Почта: { $email }
    Записи:
    { $items }
    Прошедших событий: { $past }

    Всё одним файлом (ссылка сработает один раз): { $link }
not-known = нет
no-tickets = сейчас нет
forget-question = Удалить ваше имя, почту и всю нашу переписку? Вернуть будет нельзя.
forget-question-seats =
    Удалить ваше имя, почту и всю нашу переписку? Вернуть будет нельзя. Места мы отдадим, они перейдут следующим в очереди:

    { $items }
forgotten = Удалено: имя, почта, места и наша переписка. Это моё последнее сообщение. Если вы напишете снова, познакомимся заново.
erased = Это сообщение удалено: человек попросил нас его забыть.
ask-language = На каком языке вам писать?
ask-time-zone =
    Ваше время: { ZONE($zone) }. Выберите город или напишите свой, например Берлин или UTC+3.

    Я всегда называю время места, где проходит событие; если ваше другое, добавлю и его.
time-zone-unknown = пока не указано
time-zone-saved = Хорошо, теперь называю и ваше время ({ ZONE($zone) }).
reminders-on = Напоминания включены: пишу за день и за час до события, на которое вы записаны.
reminders-off = Напоминания выключены. Если событие, на которое вы записаны, изменится, отменится или для вас освободится место, я всё равно сообщу.
reminders-silenced = Вы написали <b>стоп</b>, поэтому я ничего не посылаю, и напоминаний тоже. Нажмите кнопку, и я снова буду писать, с напоминаниями.
language-saved = Хорошо, теперь пишу по-русски.
platform-saved = Хорошо, теперь сообщения придут в { $messenger }.
help =
    Я записываю на события, которые проводит «{ $organisation }», и приношу билет. Нажимайте кнопки или пишите:

    <b>события</b>: что будет
    <b>мои</b>: ваши билеты
    <b>отмена</b>: выйти из вопроса
    <b>связать</b>: те же билеты в Telegram и WhatsApp
    <b>язык</b>: язык и часовой пояс
    <b>напоминания</b>: включить или выключить
    <b>данные</b>: что мы о вас знаем и как это удалить
    <b>стоп</b>: больше не писать

    Если нужна помощь человека: { $contact }
    .telegram =
    Я записываю на события, которые проводит «{ $organisation }», и приношу билет. Нажимайте кнопки или команды:

    /events: что будет
    /my: ваши билеты
    /cancel: выйти из вопроса
    /link: те же билеты в WhatsApp
    /language: язык и часовой пояс
    /reminders: включить или выключить напоминания
    /privacy: что мы о вас знаем и как это удалить
    /stop: больше не писать

    Если нужна помощь человека: { $contact }
welcome = Пожалуйста!
not-understood = Я автоматический помощник. Выберите, пожалуйста, ниже. Если нужна помощь человека: { $contact }.
group =
    Я записываю на события, но только в личном чате. Напишите мне туда, а здесь я молчу.

    { $link }

## Перед ответом или вопросом

lead-started-over = Простите, я потерял нить разговора. Начнём сначала.
lead-hello = Здравствуйте! Это «{ $organisation }», вам отвечает автоматический помощник. Здесь записываются на события, а я о них напоминаю.
lead-not-understood = Простите, я этого не понял.
lead-only-text = Я понимаю только текст и кнопки.
lead-edited = Правок в отправленном сообщении я не вижу. Напишите, пожалуйста, ещё раз.
lead-event-missing = Не нахожу такого события. Возможно, оно прошло или в ссылке ошибка.
lead-name-too-long = Для билета это слишком длинно: не больше 100 знаков, пожалуйста.
lead-name-without-letters = Здесь нет имени.
lead-email-wrong = «{ $typed }» не похоже на электронную почту. Она выглядит так: anna@example.com.
lead-email-noted = Почта записана.
lead-too-many-addresses = Слишком много адресов за один час. Можно продолжить без почты.
lead-code-expired = Этот код больше не действует.
lead-email-proved = Спасибо, почта подтверждена.
lead-linked = Готово: все ваши билеты теперь в одном списке.
lead-just-filled = Последнее место только что занял кто-то другой.
lead-seat-gone = Ваше прежнее место уже занял кто-то другой.
lead-event-moved = Изменилось время или место.
lead-already = Вы уже записаны.
lead-kept = Хорошо, всё остаётся как есть.
lead-nothing-to-give-up = У вас нет места на это событие.
lead-seat-in-use = На входе вас уже отметили, поэтому место остаётся за вами. Если это ошибка, скажите команде у входа.
lead-nothing-deleted = Хорошо, ничего не удалено.
lead-writing-again = Снова пишу вам.
lead-reminders-on = Хорошо, буду напоминать.
lead-reminders-off = Хорошо, без напоминаний. Об изменениях всё равно сообщу.
lead-language-saved = Теперь пишу по-русски.
lead-platform-saved = Хорошо.
lead-zone-unknown = Не знаю часового пояса «{ $typed }».
lead-zone-saved = Хорошо, теперь называю и ваше время ({ ZONE($zone) }).
lead-wrong-code = Код не тот. { $tries ->
    [one] Осталась { $tries } попытка.
    [few] Осталось { $tries } попытки.
   *[other] Осталось { $tries } попыток.
}

## Кнопки: в WhatsApp не больше 20 знаков, строка списка не больше 24

list-choose = Выбрать
button-sign-up = Записаться
    .telegram = Записаться
button-register-as = Записаться: { $name }
button-other-name = Другое имя
button-other-details = Изменить данные
button-events = Другие события
    .telegram = События
button-all-events = Все события
button-queue = Сразу занять
button-queue-asked = Сначала спросить
button-queue-again = Снова в очередь
button-number = { $number }
button-event = { $number } · { $event-row }
button-earlier = Предыдущие
button-more = Ещё события
button-more-tickets = Ещё билеты
button-use-name = Оставить это имя
button-no-email = Нет почты
    .telegram = Без почты
button-correct-name = Исправить имя
button-cancel = Отмена
button-take-suggestion = Да, исправить
button-keep-email = Нет, всё верно
button-confirm = Подтверждаю
button-confirm-quiet = Без напоминаний
    .telegram = Подтверждаю, без напоминаний
button-correct = Исправить
button-name = Имя
button-email = Почта
button-another-event = Другое событие
button-go-on = Продолжить
button-open-other = Открыть новое
button-about = Подробнее
button-read-on = Читать дальше
button-ticket = Мой билет
button-my-place = Моя запись
button-answer-telegram = Ответить в Telegram
button-answer-whatsapp = Ответить в WhatsApp
button-calendar = Календарь
button-map = Карта
button-copy-code = Скопировать код
button-give-up = Не смогу прийти
button-coming = Приду
button-cannot-come = Не смогу прийти
    .telegram = Не смогу
button-show-ticket = Показать билет
    .telegram = Показать билет
button-give-up-sure = Да, отдать место
    .telegram = Отдать
button-keep = Нет, я приду
    .telegram = Оставить
button-take-back = Вернуть место
button-leave-queue = Выйти из очереди
button-stay = Остаться
button-leave = Выйти
button-my = Мои билеты
button-past = Прошедшие
button-no-code = Код не пришёл
button-other-email = Другая почта
button-without-email = Продолжить без неё
button-connect-telegram = Связать Telegram
button-connect-whatsapp = Связать WhatsApp
button-accept-link = Связать
button-refuse-link = Нет
button-prefer-telegram = Лучше в Telegram
button-prefer-whatsapp = Лучше в WhatsApp
button-send-code-telegram = Отправить в Telegram
button-send-code-whatsapp = Отправить в WhatsApp
button-not-me = Не я
button-always-here = Всегда сюда
button-undo = Отменить (24 ч)
button-undo-merge = Это не я
button-my-data = Прислать мои данные
    .telegram = Мои данные
button-forget = Удалить всё обо мне
    .telegram = Удалить всё
button-forget-sure = Да, удалить всё
button-back = Назад
button-write-again = Снова писать мне
    .telegram = Снова писать
button-reminders = Напоминания
button-reminders-on = Включить
button-reminders-off = Выключить
button-english = English
button-russian = Русский
button-time-zone = Часовой пояс
button-privacy = Личные данные
button-help = Помощь
city-london = Лондон
city-berlin = Берлин
city-kaliningrad = Калининград
city-moscow = Москва
city-tbilisi = Тбилиси
city-yekaterinburg = Екатеринбург
city-almaty = Алматы
city-novosibirsk = Новосибирск
city-new-york = Нью-Йорк

## Когда что-то не получается

postgres-away = Простите, у нас неполадка. Ничего не пропало: нажмите или напишите, пожалуйста, ещё раз через несколько минут.
something-broke = Простите, с вашим последним сообщением что-то пошло не так, нам об этом уже известно. Попробуйте ещё раз; если повторится, вам помогут: { $contact }.
too-fast = Очень быстро, я не успеваю. Подождите, пожалуйста, десять секунд и напишите ещё раз.

## Меню команд в Telegram

command-events = Что будет
command-my = Мои билеты
command-cancel = Выйти из текущего вопроса
command-link = Те же билеты в WhatsApp
command-language = Язык и часовой пояс
command-reminders = Включить или выключить напоминания
command-privacy = Что мы о вас знаем
command-mydata = Мои данные
command-forget = Удалить всё обо мне
command-stop = Больше не писать
command-help = Помощь

## Тревоги для тех, у кого работает Doorlist. Что сломалось, говорит первая строка; причина — словами того, кто отказал

alert =
    🔴 <b>{ $organisation }: { $what }</b>
    { $advice }
    Началось: { $since }. Замечено { $times ->
        [one] { $times } раз
        [few] { $times } раза
       *[other] { $times } раз
    }.
alert-over =
    🟢 <b>{ $organisation }: { $what }</b>
    Началось: { $since }. Закончилось: { $until }. Замечено { $times ->
        [one] { $times } раз
        [few] { $times } раза
       *[other] { $times } раз
    }.
alert-postgres = нет связи с Postgres
alert-postgres-advice = Людей просим попробовать ещё раз; ничего не потеряно, мессенджеры хранят сообщения и принесут их снова. Посмотрите, пожалуйста, на сервер базы данных.
alert-postgres-over = Postgres снова на связи
alert-redis = нет связи с Redis
alert-redis-advice = Разговоры идут из Postgres, чуть медленнее. Ничего не потеряно.
alert-redis-over = Redis снова на связи
alert-stopped = { $messenger }: у нас ничего не принимают
alert-stopped-advice = Ответ: { $reason }. Наши сообщения ждут и уйдут, когда это будет исправлено: чаще всего отозван токен или заблокирован аккаунт.
alert-stopped-over = { $messenger }: сообщения снова принимают
alert-held = { $messenger }: напоминания и новости от нас не принимают
alert-held-advice = Ответ: { $reason }. Они ждут, следующая попытка через { $hours ->
    [one] { $hours } час
    [few] { $hours } часа
   *[other] { $hours } часов
}; ответы людям уходят. Чаще всего причина в том, что многие заблокировали нас или пожаловались: подробности на страницах аккаунта.
alert-held-over = { $messenger }: напоминания и новости снова принимают
alert-payment = WhatsApp требует способ оплаты
alert-payment-advice = Meta принимает наши сообщения и не доставляет их (131042). Добавьте, пожалуйста, действующий способ оплаты к аккаунту WhatsApp в Meta Business Manager.
alert-payment-over = WhatsApp больше не требует способа оплаты
alert-templates = шаблоны WhatsApp нельзя послать
alert-templates-advice =
    { $items }
    Когда 24 часа WhatsApp прошли, напоминания и изменения уходят только по шаблону. Подробности: npm run whatsapp:templates; недостающие создаст он же с -- --create, остальные исправляют в WhatsApp Manager.
alert-template = { $template } ({ $language }): { $flaw }
alert-templates-more = и ещё { $more }
alert-templates-over = все шаблоны WhatsApp можно посылать
template-flaw-missing = нет у Meta
template-flaw-pending = Meta ещё проверяет
template-flaw-rejected = Meta не одобрила
template-flaw-paused = Meta приостановила
template-flaw-disabled = Meta отключила
template-flaw-recategorised = в другой категории: дороже и дойдёт не до всех
template-flaw-announced = Meta перенесёт в другую категорию
template-flaw-disliked = многие блокируют или жалуются, могут приостановить
template-flaw-differs = слова у Meta не те, что у нас
template-flaw-refused = Meta не взяла сообщение по этому шаблону
alert-account = Meta предупреждает о нашем аккаунте WhatsApp
alert-account-advice = Ответ: { $reason }. Аккаунт могут ограничить или закрыть: посмотрите, пожалуйста, в WhatsApp Manager.
alert-account-over = Meta больше не предупреждает о нашем аккаунте WhatsApp
alert-over-limit = дневного лимита WhatsApp не хватит { $on-day-on }
alert-over-limit-advice = В этот день { $people ->
    [one] шаблон WhatsApp нужен { $people } человеку
    [few] шаблон WhatsApp нужен { $people } людям
   *[other] шаблон WhatsApp нужен { $people } людям
}, а лимит аккаунта — новых людей в сутки: { $limit }. Сверх лимита: { $over }. { $elsewhere ->
    [0] Другого пути ни к кому из них нет, поэтому столько людей напоминания не получат.
   *[other] В Telegram или по почте можно написать и так, таких людей: { $elsewhere }; остальные сверх лимита напоминания не получат.
} Лимит растёт с проверкой компании: docs/connect-whatsapp.md, раздел 7.
alert-over-limit-over = дневной лимит WhatsApp { $on-day-on } больше не помеха
alert-unreachable = { $messenger }: нет связи
alert-unreachable-advice = { $reason }. Пробуем снова и снова.
alert-unreachable-over = { $messenger }: связь есть
alert-webhook = Telegram не может принести нам сообщения
alert-webhook-advice = Его слова: { $reason }. Он хранит их не дольше суток.
alert-webhook-over = Telegram снова приносит нам сообщения
alert-outbox = сообщения слишком долго ждут отправки
alert-outbox-advice = { $waiting ->
    [one] Ждёт { $waiting } сообщение
    [few] Ждут { $waiting } сообщения
   *[other] Ждут { $waiting } сообщений
}, самое старое — { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[other] { $minutes } минут
}.
alert-outbox-over = сообщения снова уходят вовремя
alert-given-up = сообщения не удалось доставить, от них пришлось отказаться
alert-given-up-advice = Какие и почему, говорит таблица outbox (status failed).
alert-given-up-over = новых недоставленных сообщений нет
alert-reminders-missed = напоминания не ушли вовремя
alert-reminders-missed-advice = Doorlist не работал, когда их нужно было послать, поэтому они не ушли. Какие, говорит таблица outbox (status expired).
alert-reminders-missed-over = напоминания снова уходят вовремя
alert-fault = сломалось что-то неожиданное
alert-fault-advice = В последний раз: { $place }. Тех, кого это коснулось, попросили попробовать ещё раз; подробности в журнале.
alert-fault-over = полчаса ничего неожиданного не ломалось

## Страница /privacy

privacy-page-title = Что «{ $organisation }» хранит о вас и зачем
privacy-page-who-title = Кто отвечает
privacy-page-who = «{ $organisation }» проводит события и решает, что происходит с вашими данными. Вопросы, пожелания, жалобы: { $contact }.
privacy-page-what-title = Что мы храним
privacy-page-what = Ваше имя, почту, если вы её указали, адрес вашего чата (номер в Telegram либо номер или идентификатор в WhatsApp), язык и часовой пояс, на какие события и когда вы записаны, отметку о приходе и сообщения, которые мы вам послали. Мы не покупаем данных, ничего о вас не додумываем и не шлём рекламы.
privacy-page-why-title = Зачем
privacy-page-why = Чтобы выдать билет, напомнить о событии, сообщить, если что-то изменится, и знать на входе, кто придёт. Мы делаем это потому, что вы согласились, нажав «Подтверждаю». Согласие можно отозвать в любой момент.
privacy-page-where-title = Кто ещё их видит
privacy-page-where = Организаторы события. Сообщения идут через мессенджер, который вы выбрали, Telegram или WhatsApp (Meta), по его правилам, и через почтовую службу, если мы пишем вам письмо. Больше никому мы ничего не передаём.
privacy-page-until-title = Как долго
privacy-page-until = Ещё { $retention-days ->
    [one] { $retention-days } день
    [few] { $retention-days } дня
   *[other] { $retention-days } дней
} после вашего последнего события. Потом имя, почта и адрес чата удаляются; остаются только числа без имён.
privacy-page-rights-title = Что вы можете
privacy-page-rights = В чате: напишите «мои данные», чтобы увидеть всё и забрать одним файлом; «забудьте меня», чтобы сразу удалить всё; «стоп», и мы больше не напишем, а билет останется действительным. Вам помогут и здесь: { $contact }. Можно также пожаловаться в орган по защите данных вашей страны.

## Страница билета

page-when = { CAPITAL($event-when) }
page-ticket-qr = QR-картинка этого билета
page-ticket-code = Ваш код
page-ticket-door = На входе покажите эту картинку либо назовите код или имя.
page-calendar = Добавить в календарь
page-map = Показать на карте
page-ticket-given-up = Этот билет больше не действует: место отдано.
page-ticket-cancelled = Это событие отменено.
page-ticket-team = Для команды у входа
page-ticket-unknown = Такого билета нет
page-ticket-unknown-hint = Проверьте, пожалуйста, код: в нём восемь букв и цифр, как в K7QM-3FPA.
page-lost = Здесь ничего нет
page-lost-hint = Возможно, в адресе потерялась буква. Чтобы записаться на событие, откройте ссылку или код, которые вам дали.

## Страница моих данных

page-my-data-title = Ваши данные
page-my-data-intro = Всё, что мы о вас храним, одним файлом. Кнопка сработает один раз; за новым файлом обратитесь к боту.
page-my-data-download = Скачать файл
page-my-data-gone = Эта ссылка больше не действует
page-my-data-gone-hint = Она действует один раз и не дольше часа. Напишите боту «мои данные», и он пришлёт новую.

## Ссылки, которыми делятся организаторы

share-greeting = Здравствуйте! Хочу прийти: { $slug }
door-greeting = На входе: { $code }

## Шаблоны WhatsApp: что говорится там, когда прошли его 24 часа
# Meta одобряет каждый вместе с кнопками, на каждом языке. Меняется только то, что в скобках: не первым и не последним,
# и наших слов вокруг хотя бы вдвое больше. Изменённый текст одобряют заново (npm run whatsapp:templates).

template-reminder-24h = Здравствуйте, { $name }! Это напоминание, о котором вы просили. { $when }: «{ $title }», { $where }. Скажите, пожалуйста, вы придёте?
template-reminder-1h = Здравствуйте, { $name }! Это напоминание, о котором вы просили. { $when }: «{ $title }», { $where }. Держите билет под рукой.
template-event-changed = Изменилось время или место. «{ $title }» теперь так: { $when }, { $where }. Ваш билет { $code } действует. Если теперь прийти не получится, нажмите, пожалуйста, «Не смогу прийти».
template-event-changed-waiting = Изменилось время или место. «{ $title }» теперь так: { $when }, { $where }. Ваш номер в очереди прежний.
template-event-cancelled = К сожалению, событие «{ $title }» ({ $day }) отменено. Вам ничего делать не нужно. Кому задать вопросы: { $contact }. Спасибо за понимание.
template-event-cancelled-word = К сожалению, событие «{ $title }» ({ $day }) отменено. Организаторы добавляют: { $words } Вам ничего делать не нужно. Кому задать вопросы: { $contact }. Спасибо за понимание.
template-place-cancelled = Организаторы отменили ваше место на событии «{ $title }», { $when }. Билет на него больше не действует. Кому задать вопросы: { $contact }. Спасибо за понимание.
template-event-news = Это новости о событии «{ $title }» ({ $day }), где у вас есть место или номер в очереди. Пишет «{ $organisation }»: { $words } Кнопка ниже покажет вашу запись.
template-seat-offered = Освободилось место: «{ $title }», { $when }. Оно остаётся за вами до { $until }. Хотите его занять?
template-seat-yours = Место освободилось, и оно ваше: «{ $title }», { $when }, { $where }. Ваш код: { $code }. Если прийти не получится, нажмите, пожалуйста, «Не смогу прийти»: ждут другие.
template-value-name = { $named ->
    [0] гость
   *[other] { $name }
}
template-value-title = { $event-title }
template-value-where = { $event-where }
template-value-when = { $event-when }
template-value-day = { $event-day }
template-value-in-a-day = { $days ->
    [0] Сегодня, { $event-day-then },
    [1] Завтра, { $event-day-then },
   *[other] { CAPITAL($event-day-on) },
} в { $event-clock }
template-value-in-an-hour = { in-minutes }, в { $event-clock }
template-value-until = { $until-until }
template-value-code = { $code }
template-value-contact = { $contact }
template-value-words = { $words }
template-value-organisation = { $organisation }
template-example-name = Анна Петрова
template-example-title = Весенняя встреча
template-example-where = зал библиотеки, Лесная, 5
template-example-words = Сегодня в зале нет отопления. Увидимся весной!
button-take-seat = Занять место
button-leave-list = Место не нужно
    .telegram = Выйти из очереди

## The doctor: what it found in a deployment, a line each, and what to do about it

doctor-report-title = Doorlist, осмотр изнутри: { $at }
doctor-report-mend = Что сделать
doctor-report-well = Всё в порядке.
doctor-report-count = { $broken ->
    [0] Ничего не сломано
    [one] Сломано: { $broken } пункт
    [few] Сломано: { $broken } пункта
   *[other] Сломано: { $broken } пунктов
}; { $warnings ->
    [0] предупреждений нет
    [one] { $warnings } предупреждение
    [few] { $warnings } предупреждения
   *[other] { $warnings } предупреждений
}.
doctor-status-ok = в порядке
doctor-status-warning = внимание
doctor-status-broken = СЛОМАНО
doctor-status-unseen = -
doctor-check-settings = Настройки
doctor-check-app = Сам Doorlist
doctor-check-database = База данных
doctor-check-redis = Redis
doctor-check-disk = Диск
doctor-check-clock = Часы
doctor-check-address = Адрес в сети
doctor-check-telegram = Telegram: бот
doctor-check-telegram-webhook = Telegram: сообщения
doctor-check-alerts = Тревоги
doctor-check-whatsapp = WhatsApp: доступ
doctor-check-whatsapp-number = WhatsApp: номер
doctor-check-whatsapp-secret = WhatsApp: секрет
doctor-check-whatsapp-subscription = WhatsApp: аккаунт
doctor-check-whatsapp-webhook = WhatsApp: сообщения
doctor-check-whatsapp-templates = WhatsApp: шаблоны
doctor-check-whatsapp-health = WhatsApp: оплата
doctor-check-mail = Почта

doctor-reason-refused = там никто не отвечает
doctor-reason-no-such-name = такого имени никто не знает
doctor-reason-no-answer = ответ не пришёл вовремя
doctor-reason-cut-off = связь оборвалась
doctor-reason-no-way = с этой машины туда нет пути
doctor-reason-certificate = защищённое соединение не удалось
doctor-reason-forbidden = туда нельзя писать
doctor-reason-no-space = диск заполнен

doctor-settings-ok = Все настройки понятны.
doctor-settings-misread = { $variable }: { $expected }.
doctor-settings-misread-advice = Исправьте { $variable } в файле .env и запустите Doorlist снова. С такой ошибкой он не запускается.
doctor-settings-half = { $part }: настроено наполовину. Не хватает: { $missing }.
doctor-settings-half-advice = Впишите { $missing } в файл .env или сотрите остальные настройки ({ $part }), если они не нужны. С половиной Doorlist не запускается. Каждая настройка объяснена в файле .env.example.
doctor-settings-nobody = Ни один мессенджер не настроен.
doctor-settings-nobody-advice = Впишите TELEGRAM_BOT_TOKEN (docs/connect-telegram.md, десять минут) или настройки WHATSAPP_ (docs/connect-whatsapp.md). Чтобы попробовать без них, поставьте SANDBOX=1.
doctor-settings-nameless = Люди не узнают, кто вы.
doctor-settings-nameless-advice = Впишите в ORGANISATION_NAME название клуба, а в ORGANISATION_CONTACT почту или телефон для вопросов. И то и другое стоит в согласии, которое дают люди, и на странице о данных.
doctor-settings-unknown = Никто не читает { $variables }.
doctor-settings-unknown-advice = Найдите верное имя в файле .env.example: скорее всего, в имени опечатка, и то, чего вы хотели, не происходит.
doctor-expected-port = нужно целое число от 0 до 65535, например 3000
doctor-expected-days = нужно целое число дней, от 1, например 90
doctor-expected-web-address = нужен полный адрес, который начинается с https://, например https://club.example
doctor-expected-postgres-address = нужен вид postgres://user:password@host:5432/database (в пароле вместо @ пишут %40, вместо / %2F, вместо # %23)
doctor-expected-redis-address = нужен вид redis://host:6379 или redis://:password@host:6379 (в пароле вместо @ пишут %40, вместо / %2F, вместо # %23)
doctor-expected-smtp-address = нужен вид smtp://user:password@mail.example:587 (в имени и пароле вместо @ пишут %40, вместо / %2F, вместо # %23)
doctor-expected-bot-token = нужен вид 123456:ABC-DEF; скопируйте из BotFather целиком, с числом и двоеточием
doctor-expected-webhook-secret = нужно от 1 до 256 знаков из A-Z, a-z, 0-9, _ и -
doctor-expected-chat-id = нужно число, например 123456789, а для группы -1001234567890
doctor-expected-meta-id = нужны только цифры: идентификатор, а не номер телефона и не имя
doctor-expected-api-version = нужен вид v26.0
doctor-expected-mail-address = нужен адрес почты, например info@club.example
doctor-expected-sentry-address = нужен вид https://key@sentry.example/42; Sentry показывает его как DSN проекта
doctor-expected-log-level = нужно trace, debug, info, warn, error или silent
doctor-expected-language = нужно en или ru
doctor-expected-time-zone = нужен часовой пояс вида Europe/Moscow
doctor-expected-pace = нужно число от 0.1 до 1000: во сколько раз быстрее обычного
doctor-expected-switch = нужно 1 (включено) или 0 (выключено)

doctor-app-ok = Doorlist работает здесь и говорит, что всё хорошо.
doctor-app-idle = Doorlist сейчас не запущен. Песочницу запускает npm start.
doctor-app-stopped = Doorlist на этой машине не запущен (порт { NUMBER($port, useGrouping: 0) } молчит).
doctor-app-stopped-advice = Запустите его: docker compose up -d или npm start. Если только что запускали, подождите полминуты и посмотрите снова; если он падает, причина в журнале: docker compose logs app.
doctor-app-stranger = На порту { NUMBER($port, useGrouping: 0) } отвечает другая программа, либо Doorlist не отвечает как следует.
doctor-app-stranger-advice = Остановите другую программу или впишите в PORT другое число. Если это Doorlist, перезапустите его и посмотрите в журнал.
doctor-app-unwell = Doorlist работает, но сам говорит, что не всё хорошо: { $parts }.
doctor-app-unwell-advice = Строки ниже обычно говорят, что именно и почему. Что видит сам Doorlist, показывает страница /health; тревога стоит там, пока её причина не ушла.

doctor-database-ok = Postgres { $version } отвечает за { $ms } мс, таблицы свежие.
doctor-database-empty = Postgres { $version } отвечает. Он пуст: таблицы сделает первый запуск.
doctor-database-slow = Postgres отвечает медленно: { $ms } мс на самый простой вопрос.
doctor-database-slow-advice = Человек ждёт несколько таких ответов. Поставьте Postgres на ту же машину или рядом и посмотрите, не перегружена ли она.
doctor-database-unreachable = До Postgres на { $host } не достучаться: { $reason }.
doctor-database-unreachable-advice = Без него Doorlist никому не отвечает. Посмотрите, работает ли Postgres (docker compose ps postgres) и верны ли адрес и порт в DATABASE_URL. Сообщения пока не пропадают: Telegram хранит их сутки, WhatsApp несколько дней.
doctor-database-refused = Postgres на { $host } не принимает пользователя «{ $user }» или пароль.
doctor-database-refused-advice = Исправьте имя и пароль в DATABASE_URL; в пароле вместо @ пишут %40, вместо / %2F, вместо # %23. С docker compose: Postgres помнит тот POSTGRES_PASSWORD, что был при самом первом запуске, верните его.
doctor-database-missing = На { $host } в Postgres нет базы «{ $name }».
doctor-database-missing-advice = Исправьте имя в конце DATABASE_URL или создайте базу: createdb { $name }.
doctor-database-full = У Postgres на { $host } нет свободных соединений.
doctor-database-full-advice = Их занимает что-то ещё, или запущено слишком много копий Doorlist: каждая берёт до 20. Увеличьте max_connections в Postgres или остановите лишнее.
doctor-database-old = Postgres { $version } слишком старый; Doorlist нужен { $oldest } или новее.
doctor-database-old-advice = Сделайте копию, перейдите на новый Postgres и верните копию туда (docs/deploy.md, «Backup»).
doctor-database-read-only = Postgres ничего не принимает: это копия только для чтения.
doctor-database-read-only-advice = Укажите в DATABASE_URL главный сервер. После переключения копию сначала нужно сделать главной.
doctor-database-pending = Таблицы старше этого Doorlist: не хватает { $names }.
doctor-database-pending-advice = Перезапустите Doorlist: он их обновит. Или выполните npm run migrate. Если не выйдет, причина будет в сообщении.
doctor-database-newer = Таблицы новее этого Doorlist: он не знает { $names }.
doctor-database-newer-advice = Кто-то вернул старую версию. Поставьте новую снова или верните резервную копию, сделанную до неё: старая версия на новых таблицах может многое испортить.
doctor-folder-ok = Встроенная база в { $folder } в порядке. Для пробы хороша, для клуба нет: отключение тока может её повредить.
doctor-folder-new = Базы ещё нет: первый запуск сделает её в { $folder }.
doctor-folder-held = Базу в { $folder } держит Doorlist, который работает или как раз запускается; поэтому внутрь не смотрели.
doctor-folder-unsafe = Люди настоящие, а база встроенная: отключение тока может её повредить.
doctor-folder-unsafe-advice = До первого события перейдите на отдельный Postgres и впишите DATABASE_URL; docker compose приносит его с собой (docs/deploy.md).
doctor-folder-unusable = Папка данных { $folder } не годится: { $reason }.
doctor-folder-unusable-advice = Впишите в DATA_DIR папку, в которую может писать тот, от чьего имени работает Doorlist, или отдайте ему эту (chown).
doctor-folder-damaged = База в { $folder } не открывается.
doctor-folder-damaged-advice = Посмотрите, что говорит npm start. Если папка повреждена, верните её копию; если в ней нет ничего нужного, уберите её, и появится новая.

doctor-redis-ok = Redis отвечает за { $ms } мс. В нём только копии, сохранять там нечего.
doctor-redis-off = Не настроен, и для одного Doorlist не нужен.
doctor-redis-unreachable = До Redis на { $host } не достучаться: { $reason }.
doctor-redis-unreachable-advice = Ничего не пропало: Doorlist берёт всё из Postgres, чуть медленнее. Посмотрите, работает ли Redis (docker compose ps redis) и верен ли REDIS_URL.
doctor-redis-refused = Redis на { $host } не принимает пароль или требует его.
doctor-redis-refused-advice = Исправьте REDIS_URL: redis://:password@host:6379; в пароле вместо @ пишут %40, вместо / %2F, вместо # %23. До тех пор Doorlist берёт всё из Postgres, чуть медленнее.
doctor-redis-slow = Redis отвечает медленно: { $ms } мс.
doctor-redis-slow-advice = Он нужен ради скорости. Поставьте его на ту же машину или рядом; если нельзя, без него будет лучше: сотрите REDIS_URL.
doctor-redis-full = Когда Redis заполнится, он перестанет принимать новое.
doctor-redis-full-advice = Его настройка maxmemory-policy сейчас noeviction. Поставьте allkeys-lru: Doorlist хранит там копии, старые могут уходить.
doctor-redis-read-only = Redis ничего не принимает: это копия только для чтения.
doctor-redis-read-only-advice = Укажите в REDIS_URL главный сервер. До тех пор Doorlist берёт всё из Postgres, чуть медленнее.

doctor-size-mb = { $size } МБ
doctor-size-gb = { $size } ГБ
doctor-disk-ok = Свободно { $free }.
doctor-disk-low = Там, где данные ({ $folder }), свободно только { $free }.
doctor-disk-low-advice = Освободите место в ближайшее время: docker system prune убирает старые образы, и могли остаться старые копии. Полный диск останавливает Postgres.
doctor-disk-full = Диск заполнен: там, где данные ({ $folder }), свободно { $free }.
doctor-disk-full-advice = Освободите место сейчас: docker system prune убирает старые образы, и могли остаться старые копии. Полный диск останавливает Postgres, и Doorlist никому не отвечает.

doctor-clock-ok = Идут верно.
doctor-clock-off = { $behind ->
    [1] Отстают
   *[other] Спешат
} на { $seconds ->
    [one] { $seconds } секунду
    [few] { $seconds } секунды
   *[other] { $seconds } секунд
}.
doctor-clock-off-advice = На столько же неточны напоминания. Пусть машина ставит часы сама: timedatectl set-ntp true.
doctor-clock-wrong = Идут неверно: { $behind ->
    [1] отстают
   *[other] спешат
} на { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[other] { $minutes } минут
}.
doctor-clock-wrong-advice = Напоминания приходят не вовремя, а защищённые соединения могут не работать. Пусть машина ставит часы сама: timedatectl set-ntp true.
doctor-clock-unknown = Сравнить не с кем.

doctor-address-ok = { $host } открывается надёжно; сертификат действует ещё { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
}.
doctor-address-off = Для песочницы хватает { $url }: адрес, доступный снаружи, нужен только настоящим мессенджерам.
doctor-address-plain = { $url }: адрес не защищён, и мессенджеры ничего туда не принесут.
doctor-address-plain-advice = Telegram и WhatsApp берут только адреса с https://. С docker compose впишите домен в DOMAIN; иначе впишите в PUBLIC_URL адрес https://ваш-домен и поставьте перед Doorlist прокси с HTTPS (docs/deploy.md).
doctor-address-unknown = Для { $host } не известен ни один адрес.
doctor-address-unknown-advice = У того, где куплен домен, сделайте запись A: { $host } на IPv4-адрес вашего сервера. Она доходит до часа. Проверьте и опечатку в DOMAIN или PUBLIC_URL.
doctor-address-unreachable = До { $host } отсюда не достучаться: { $reason }.
doctor-address-unreachable-advice = Откройте https://{ $host }/health на телефоне, не из той же сети. Если открылось, всё хорошо: некоторые сети не пускают машину к самой себе снаружи. Если нет, проверьте, что запись A ведёт на этот сервер, порты 80 и 443 открыты, а Caddy работает (docker compose ps).
doctor-address-answer = На { $host } что-то отвечает, но это не Doorlist (ответ { NUMBER($code, useGrouping: 0) }).
doctor-address-answer-advice = При 502 или 503 Doorlist за прокси не запущен или только что запущен: docker compose logs app. Иначе домен ведёт на другой сервер или к другой программе.
doctor-address-private = { $host } ведёт внутрь этой машины или сети, мессенджерам туда не попасть.
doctor-address-private-advice = Пусть запись A домена ведёт на внешний IPv4-адрес сервера, и впишите этот домен в PUBLIC_URL (или DOMAIN).
doctor-address-ipv6 = У { $host } нет адреса IPv4, а другими Telegram не пользуется.
doctor-address-ipv6-advice = У того, где куплен домен, сделайте запись A: { $host } на IPv4-адрес вашего сервера. Запись AAAA может стоять рядом.
doctor-address-port = На порт { $port } Telegram ничего не приносит.
doctor-address-port-advice = Он знает только порты 443, 80, 88 и 8443. Пусть прокси слушает 443, а в PUBLIC_URL порта не будет.
doctor-certificate-expired = Сертификат { $host } истёк или ещё не действует.
doctor-certificate-expired-advice = Пока он не обновлён, мессенджеры ничего не приносят. Caddy делает это сам, если порты 80 и 443 открыты всему миру: что ему мешает, скажет docker compose logs caddy. Если неверны часы этой машины, сначала поправьте их.
doctor-certificate-self-signed = За сертификат { $host } никто не поручился.
doctor-certificate-self-signed-advice = Telegram и Meta его не принимают. Нужен сертификат Let's Encrypt: Caddy получит его сам, когда домен ведёт на этот сервер и порты 80 и 443 открыты (docs/deploy.md).
doctor-certificate-other-host = На { $host } показан сертификат на другое имя.
doctor-certificate-other-host-advice = Либо домен ведёт на другой сервер, либо у прокси нет сертификата для { $host }: впишите в DOMAIN именно это имя и перезапустите Caddy.
doctor-certificate-untrusted = Сертификату { $host } нельзя доверять: в цепочке не хватает звена.
doctor-certificate-untrusted-advice = Дайте прокси всю цепочку (fullchain.pem, а не cert.pem). В браузере этого может быть не видно, а Telegram и Meta такой не принимают.
doctor-certificate-ending = Сертификат { $host } кончается { $days ->
    [0] сегодня
    [one] через { $days } день
    [few] через { $days } дня
   *[other] через { $days } дней
}.
doctor-certificate-ending-advice = Он должен был обновиться сам, и давно. Порты 80 и 443 должны быть открыты всему миру; что мешает, скажет docker compose logs caddy. Когда он кончится, мессенджеры перестанут приносить сообщения.

doctor-telegram-off = Не настроен.
doctor-telegram-ok = Бот @{ $bot } отвечает.
doctor-telegram-token = Telegram не знает такого токена бота.
doctor-telegram-token-advice = Его отозвали, или в нём не хватает знака. Спросите у @BotFather: /mybots, ваш бот, API Token. Впишите токен в TELEGRAM_BOT_TOKEN и перезапустите Doorlist.
doctor-telegram-trouble = Telegram не хочет отвечать: { $said }.
doctor-telegram-trouble-advice = Скорее всего, неполадка у самого Telegram или слишком много вопросов сразу. Посмотрите снова через несколько минут.
doctor-telegram-unreachable = С этой машины до Telegram не достучаться: { $reason }.
doctor-telegram-unreachable-advice = Проверьте, есть ли у машины выход наружу и узнаёт ли она имена: curl https://api.telegram.org. В некоторых сетях Telegram закрыт, тогда серверу нужно стоять в другом месте.
doctor-telegram-webhook-ok = Telegram приносит сообщения сюда{ $pending ->
    [0] {""}
    [one] ; { $pending } ждёт
   *[other] ; { $pending } ждут
}.
doctor-telegram-webhook-missing = Telegram не знает, куда приносить сообщения.
doctor-telegram-webhook-missing-advice = Doorlist говорит ему это при каждом запуске. Запустите Doorlist; если он уже работает, адрес убрала другая программа: один бот, одна программа.
doctor-telegram-webhook-elsewhere = Telegram приносит сообщения на { $host }, а не на { $ours }.
doctor-telegram-webhook-elsewhere-advice = Перезапустите Doorlist: он это поправит. Если повторится, тем же ботом пользуется другая программа; сделайте для неё второго бота. После переезда на другой сервер проверьте PUBLIC_URL (или DOMAIN).
doctor-telegram-webhook-failing = Telegram не может принести сообщения: { $said }. { $pending ->
    [one] Ждёт { $pending }
   *[other] Ждут { $pending }
}.
doctor-telegram-webhook-failing-advice = Почему, обычно говорит строка «Адрес в сети»: сертификат, адрес или порт. 502 или 503 значит, что Doorlist не работал, 401, что сменился секрет webhook: перезапустите Doorlist. Telegram хранит сообщения сутки, нажатия кнопок две с половиной минуты, и принесёт их, когда всё заработает.
doctor-telegram-webhook-failed = { $at } Telegram не смог принести сообщение: { $said }. С тех пор получается.
doctor-telegram-webhook-failed-advice = Если тогда был перезапуск, делать ничего не нужно. Если повторится, смотрите строку «Адрес в сети» и журнал Doorlist за то время.
doctor-telegram-webhook-deaf = Telegram приносит не всё, что нужно Doorlist: нет { $kinds }.
doctor-telegram-webhook-deaf-advice = Перезапустите Doorlist: он это поправит. Если повторится, тем же ботом пользуется другая программа.
doctor-telegram-webhook-pending = У Telegram { $pending ->
    [one] ждёт { $pending } сообщение
    [few] ждут { $pending } сообщения
   *[other] ждут { $pending } сообщений
}.
doctor-telegram-webhook-pending-advice = После остановки так и должно быть, и за минуты станет меньше. Если их всё больше, Doorlist не успевает или застрял: смотрите /health и журнал.
doctor-telegram-webhook-unseen = Не посмотрели: Telegram не ответил.

doctor-alerts-ok = Тревоги доходят до вашего чата в Telegram.
doctor-alerts-mail = Тревоги приходят на почту из ORGANISATION_CONTACT. С TELEGRAM_ADMIN_CHAT_ID они приходили бы сразу (docs/alerts.md).
doctor-alerts-none = Если что-то сломается, никто об этом не узнает.
doctor-alerts-none-advice = Впишите в TELEGRAM_ADMIN_CHAT_ID свой чат (docs/alerts.md, две минуты).
doctor-alerts-deaf = Бот не может писать в чат из TELEGRAM_ADMIN_CHAT_ID: { $said }.
doctor-alerts-deaf-advice = Откройте бота из того аккаунта и нажмите «Старт» или добавьте его в ту группу. Проверьте число: у группы оно начинается с минуса (docs/alerts.md).
doctor-alerts-unseen = Не посмотрели: Telegram не ответил.

doctor-whatsapp-off = Не настроен.
doctor-whatsapp-unseen = Не посмотрели: Meta не дала ответа, из которого это видно. Почему, говорят соседние строки.
doctor-whatsapp-ok = Ключ доступа годен, срока у него нет.
doctor-whatsapp-token = Meta не принимает ключ доступа.
doctor-whatsapp-token-advice = Он истёк (тот, что предлагает страница Meta, живёт сутки), отозван или скопирован не целиком. Сделайте постоянный от системного пользователя (docs/connect-whatsapp.md, шаг 2), впишите в WHATSAPP_ACCESS_TOKEN и перезапустите Doorlist.
doctor-whatsapp-token-ends = Ключ доступа кончается: { $at }.
doctor-whatsapp-token-ends-advice = После этого ничего не будет отправлено. Сделайте постоянный от системного пользователя, срок «Never» (docs/connect-whatsapp.md, шаг 2), и впишите в WHATSAPP_ACCESS_TOKEN.
doctor-whatsapp-token-scopes = Ключу доступа не хватает разрешений: { $scopes }.
doctor-whatsapp-token-scopes-advice = Сделайте новый с обоими разрешениями, whatsapp_business_messaging и whatsapp_business_management (docs/connect-whatsapp.md, шаг 2), и впишите в WHATSAPP_ACCESS_TOKEN.
doctor-whatsapp-version = Meta больше не поддерживает версию { $version }.
doctor-whatsapp-version-advice = Сотрите WHATSAPP_API_VERSION и возьмите новый Doorlist или впишите нынешнюю версию (docs/connect-whatsapp.md, последняя таблица).
doctor-whatsapp-trouble = Meta не сказала, на что годится ключ доступа: { $said }.
doctor-whatsapp-trouble-advice = Если остальные строки WhatsApp в порядке, делать ничего не нужно. Иначе посмотрите снова через несколько минут или сделайте новый ключ от системного пользователя (docs/connect-whatsapp.md, шаг 2).
doctor-whatsapp-unreachable = С этой машины до Meta не достучаться: { $reason }.
doctor-whatsapp-unreachable-advice = Проверьте, есть ли у машины выход наружу и узнаёт ли она имена: curl https://graph.facebook.com. В некоторых сетях Meta закрыта, тогда серверу нужно стоять в другом месте.
doctor-limit = напомнить можно { $people ->
    [one] { $people } человеку
   *[other] { $people } людям
} в сутки
doctor-limit-none = суточного лимита нет
doctor-limit-unknown = суточный лимит Meta не назвала
doctor-whatsapp-number-ok = «{ $name }» на связи; { $limit }.
doctor-whatsapp-number-quality = «{ $name }»: на номер начали жаловаться или блокировать его.
doctor-whatsapp-number-quality-advice = Meta оценивает номер средне. Пишите меньше и только тем, кто просил; если станет хуже, писать можно будет меньшему числу людей в сутки.
doctor-whatsapp-number-flagged = «{ $name }»: на номер много жалоб, Meta оценивает его плохо.
doctor-whatsapp-number-flagged-advice = Пишите только тем, кто просил, пока оценка не станет лучше, около недели; иначе писать можно будет меньшему числу людей в сутки. Почему, показывает WhatsApp Manager.
doctor-whatsapp-number-restricted = «{ $name }»: суточный лимит исчерпан ({ $limit }).
doctor-whatsapp-number-restricted-advice = Ответы по-прежнему уходят, напоминания ждут до завтра или идут другим путём. Чтобы писать большему числу людей в сутки, подтвердите организацию у Meta (docs/connect-whatsapp.md, шаг 7).
doctor-whatsapp-number-banned = «{ $name }»: Meta заблокировала номер, ничего не уходит и не приходит.
doctor-whatsapp-number-banned-advice = Почему, говорит WhatsApp Manager, там же можно просить пересмотра. А пока людям остаётся Telegram.
doctor-whatsapp-number-name = Meta не приняла имя «{ $name }».
doctor-whatsapp-number-name-advice = Без принятого имени Meta может не отправлять сообщения. Выберите в WhatsApp Manager имя, по которому узнают вашу организацию.
doctor-whatsapp-number-unregistered = Номер не подключён (Meta говорит { $status }).
doctor-whatsapp-number-unregistered-advice = Его нужно один раз зарегистрировать: docs/connect-whatsapp.md, шаг 4. До тех пор ничего не уходит и не приходит.
doctor-whatsapp-number-unknown = Meta не показывает нам номер: { $said }.
doctor-whatsapp-number-unknown-advice = Неверен WHATSAPP_PHONE_NUMBER_ID (это идентификатор из цифр, а не номер телефона и не аккаунт), или системному пользователю не дали аккаунт WhatsApp (docs/connect-whatsapp.md, шаг 2).
doctor-whatsapp-secret-ok = Подходит к ключу доступа.
doctor-whatsapp-secret-wrong = Секрет не от того приложения, для которого сделан ключ доступа.
doctor-whatsapp-secret-wrong-advice = Doorlist отвергает всё, что приносит Meta: без верного секрета не отличить её от чужих. Скопируйте секрет (App settings, Basic, «Show») того же приложения в WHATSAPP_APP_SECRET и перезапустите Doorlist.
doctor-whatsapp-subscription-ok = Его сообщения передаются вашему приложению.
doctor-whatsapp-subscription-missing = Его сообщения не передаются вашему приложению.
doctor-whatsapp-subscription-missing-advice = Doorlist просит об этом при каждом запуске. Перезапустите его; если строка останется, дайте системному пользователю полный доступ к аккаунту WhatsApp (docs/connect-whatsapp.md, шаг 2).
doctor-whatsapp-subscription-account = Meta не показывает нам аккаунт: { $said }.
doctor-whatsapp-subscription-account-advice = Неверен WHATSAPP_BUSINESS_ACCOUNT_ID (цифры; не идентификатор номера и не бизнес-портфеля), или системному пользователю не дали этот аккаунт (docs/connect-whatsapp.md, шаг 2).
doctor-whatsapp-webhook-ok = Meta приносит сообщения сюда.
doctor-whatsapp-webhook-missing = Meta не знает, куда приносить сообщения.
doctor-whatsapp-webhook-missing-advice = В приложении у Meta: WhatsApp, Configuration, Webhook. Впишите { $url } и verify token, который Doorlist печатает при запуске (docs/connect-whatsapp.md, шаг 3).
doctor-whatsapp-webhook-elsewhere = Meta приносит сообщения на другой адрес, на { $host }.
doctor-whatsapp-webhook-elsewhere-advice = В приложении у Meta: WhatsApp, Configuration, Webhook. Впишите { $url } и verify token, который Doorlist печатает при запуске. Если тот адрес нужен другой программе, сделайте для неё своё приложение.
doctor-whatsapp-webhook-deaf = Meta не приносит сообщения: нет подписки на поле «messages».
doctor-whatsapp-webhook-deaf-advice = В приложении у Meta: WhatsApp, Configuration, под Webhook подпишитесь на «messages» (docs/connect-whatsapp.md, шаг 3).
doctor-whatsapp-webhook-news = Сообщения приходят, а мнение Meta о шаблонах и номере нет.
doctor-whatsapp-webhook-news-advice = В приложении у Meta: WhatsApp, Configuration, под Webhook подпишитесь ещё на { $fields }. Без них о приостановленном шаблоне вы узнаете, только когда не уйдёт напоминание.
doctor-template = { $name } ({ $language }) { $state }
doctor-template-missing = отсутствует
doctor-template-pending = ещё не одобрен
doctor-template-rejected = отклонён
doctor-template-paused = приостановлен
doctor-template-disabled = отключён
doctor-template-recategorised = в другой категории
doctor-template-differs = с другими словами
doctor-whatsapp-templates-ok = { $count ->
    [one] Готов { $count } шаблон
    [few] Готовы все { $count } шаблона
   *[other] Готовы все { $count } шаблонов
}.
doctor-whatsapp-templates-missing = Шаблонов ещё нет: после суток молчания ни напоминание, ни новость до людей не дойдёт.
doctor-whatsapp-templates-missing-advice = Попросите Meta одобрить все { $count }: npm run whatsapp:templates -- --create. Это занимает минуты, иногда день (docs/connect-whatsapp.md, шаг 6).
doctor-whatsapp-templates-unusable = Не готовы { $open } из { $count }, напоминания и новости могут не дойти: { $list }.
doctor-whatsapp-templates-unusable-advice = Недостающие сделает npm run whatsapp:templates -- --create. Ещё не одобренные подождите, обычно минуты. Почему не годятся остальные, говорит WhatsApp Manager (docs/connect-whatsapp.md, шаг 6).
doctor-whatsapp-templates-differ = Отправляются, но не так, как задумано, { $open } из { $count }: { $list }.
doctor-whatsapp-templates-differ-advice = В другой категории дороже и доходит не до всех: просите пересмотра в WhatsApp Manager. С другими словами люди читают то, что написано там: поправьте их там (docs/connect-whatsapp.md, шаг 6).
doctor-whatsapp-health-ok = Meta ни на что не жалуется. Вписана ли карта, она не говорит: проверьте сами, без неё сообщения сверх 1000 в месяц молча теряются (docs/connect-whatsapp.md, шаг 5).
doctor-whatsapp-health-unpaid = Meta не получает оплаты{ $times ->
    [0] : она говорит, что способ оплаты не работает
   *[other] : из-за этого последнее сообщение потерялось { $at }
}.
doctor-whatsapp-health-unpaid-advice = Meta принимает сообщения и не доставляет их. Впишите карту, которая работает: business.facebook.com/settings, Billing & payments (docs/connect-whatsapp.md, шаг 5). Что ждёт, уйдёт потом.
doctor-whatsapp-health-blocked = Meta ничего не выпускает: { $said }
doctor-whatsapp-health-blocked-advice = Чего хочет Meta, говорят WhatsApp Manager и настройки: business.facebook.com/settings. До тех пор через WhatsApp никому ничего не дойдёт.
doctor-whatsapp-health-limited = Meta выпускает не всё: { $said }
doctor-whatsapp-health-limited-advice = Чего хочет Meta, говорят WhatsApp Manager и настройки: business.facebook.com/settings.

doctor-mail-off = Не настроена: коды приходят только в мессенджер.
doctor-mail-ok = Почтовый сервер { $host } нас пускает. Попадают ли письма в спам, покажет только письмо.
doctor-mail-refused = Почтовый сервер { $host } не принимает имя или пароль.
doctor-mail-refused-advice = Исправьте их в SMTP_URL; вместо @ в них пишут %40, вместо / %2F, вместо # %23. Многим серверам нужен особый «пароль приложения».
doctor-mail-certificate = Сертификату почтового сервера { $host } нельзя доверять.
doctor-mail-certificate-advice = Впишите в SMTP_URL имя сервера точно так, как его даёт почтовая служба; IP-адрес не подойдёт.
doctor-mail-unreachable = До почтового сервера { $host } не достучаться: { $reason }.
doctor-mail-unreachable-advice = Проверьте адрес и порт в SMTP_URL: 587 с smtp://, 465 с smtps://. Многие хостинги не выпускают почту, пока их не попросишь.

doctor-check-failed = { $title }: сам осмотр не удался ({ $error }).
doctor-check-failed-advice = Это наша ошибка. Сообщите о ней, пожалуйста, с этой строкой.
doctor-check-late = Нет ответа { $seconds ->
    [one] { $seconds } секунду
    [few] { $seconds } секунды
   *[other] { $seconds } секунд
}.
doctor-check-late-advice = { $title }: что-то там есть и не отвечает, или машина перегружена. Посмотрите снова; если так и останется, перезапустите эту часть.
doctor-check-spoiled = Не посмотрели: сначала исправьте настройки.

## Всё ли работает: что команда узнаёт в чате

desk-health-looking = Смотрю, всё ли в порядке. Это займёт несколько секунд.
desk-health-lately = Только что уже смотрели или смотрят сейчас. Снова можно через { $seconds ->
    [one] { $seconds } секунду
    [few] { $seconds } секунды
   *[many] { $seconds } секунд
}.
desk-health =
    { $broken ->
        [0] { $warnings ->
            [0] Всё работает.
            [one] Всё работает. Стоит взглянуть: { $warnings } место.
            [few] Всё работает. Стоит взглянуть: { $warnings } места.
           *[many] Всё работает. Стоит взглянуть: { $warnings } мест.
        }
       *[other] Работает не всё. Неполадок: { $broken }.
    }

    { $bad }

    Проверено и в порядке: { $well }.
    { $notes }

    { $outlook }
desk-health-broken = 🔴 <b>{ $title }</b>: { $words }
desk-health-warning = 🟡 <b>{ $title }</b>: { $words }
desk-health-unseen = Не настроено или не проверялось: { $titles }.
desk-health-reminders = Напоминания
desk-health-outlook = { $tomorrow ->
    [0] Сегодня ещё напомним
   *[other] Завтра напомним
}: { $people ->
    [0] никому.
   *[other] Telegram { $telegram }, WhatsApp { $whatsapp }, почта { $mail }{ $unreached ->
        [0] .
       *[other] ; не дойдёт до { $unreached }.
    }
}{ $templates ->
    [0] { "" }
   *[other] { " " }По шаблону WhatsApp: { $templates }, лимит аккаунта { $limit } в сутки: { $over ->
        [0] хватает.
       *[other] не хватает на { $over }.
    }
}
desk-health-mend =
    Так было { $looked-day-on } в { $looked-time }:

    { $items }
desk-health-advice =
    <b>{ $number }. { $title }</b>
    { $words }
    { $advice }
    { "" }
desk-health-mended = При последней проверке исправлять было нечего.
desk-button-health = Всё ли работает?
desk-button-look-again = Проверить снова
desk-button-mend = Как исправить
desk-button-mend-more = Ещё советы
## Сообщения участникам события

desk-ask-audience =
    <b>{ $event-title }</b>: кому написать?

    Все, у кого есть место или кто в очереди: { $all }. С местом: { $coming }. В очереди: { $waiting }.
desk-audience-all = Все, у кого есть место или кто в очереди
desk-audience-coming = Те, у кого есть место
desk-audience-waiting = Те, кто в очереди
desk-ask-words = <b>{ $event-title }</b>. { $audience }: { $people }. Что им написать? До { $longest } знаков.
desk-words =
    { $audience }: { $reach }.{ $over ->
        [0] {""}
       *[other] {" "}Сегодня WhatsApp даёт этому аккаунту написать на { $over } меньше: им придёт другим путём или не придёт.
    }{ $night ->
        [0] {""}
        [one] {" "}У { $night } из них сейчас ночь: сообщение придёт с 08:00 по местному времени.
       *[other] {" "}У { $night } из них сейчас ночь: сообщение придёт с 08:00 по их времени.
    }

    Придёт вот что:

    { $message }
desk-reach = { $reached } из { $total }{ $template ->
        [0] {""}
       *[other] ; { $template } по шаблону
    }{ $unreached ->
        [0] {""}
       *[other] ; не дойдёт до { $unreached }: { $names }
    }
desk-name = { $name }
desk-names = { $names }{ $more ->
        [0] {""}
       *[other] {" "}и ещё { $more }
    }
desk-lead-words-kept = Этот текст ещё не отправлен.
desk-lead-words-dropped = Ничего не отправлено.
desk-lead-words-outdated = Событие тем временем изменилось. Посмотрите, пожалуйста, ещё раз.
desk-lead-words-gone = Этого текста больше нет: его изменили или убрали, и отправлен он не был.
desk-lead-unwritable-hidden = Об этом событии пока никто не знает. Сначала опубликуйте его.
desk-lead-unwritable-cancelled = Оно отменено, и люди об этом знают: новостей о нём никто не ждёт.
desk-lead-unwritable-nobody = Писать пока некому.
desk-progress-under-way = <b>{ $event-title }</b>. Отправлено { $sent } из { $total } …{ $later ->
        [0] {""}
       *[other] {" "}Позже получат: { $later }.
    }
    .whatsapp = <b>{ $event-title }</b>. Отправляю: { $total }. Сообщу, когда закончу.{ $later ->
        [0] {""}
       *[other] {" "}Позже получат: { $later }.
    }
desk-progress-over = <b>{ $event-title }</b>. Отправлено { $sent } из { $total }.
desk-progress-stopped = <b>{ $event-title }</b>. Остановлено, уже отправлено: { $sent } из { $total }.{ $under-way ->
        [0] {""}
       *[other] {" "}Ещё в пути: { $under-way }.
    }
desk-report =
    <b>{ $event-title }</b>, ваше сообщение. Отправлено: { $sent } из { $people }.

    { $report }
desk-report-telegram = Telegram: { $people }
desk-report-whatsapp = WhatsApp: { $people }, доставлено { $delivered }, прочитано { $read }
desk-report-mail = Почта: { $people }
desk-report-waiting = Ещё ждут: { $people }
desk-report-stopped = Остановлено до отправки: { $people }
desk-report-silenced = Просили не писать: { $people } ({ $names })
desk-report-unreachable = Не дошло: { $people } ({ $names })
desk-report-left = Тем временем место отдано или получено: { $people } ({ $names })
desk-report-called-off = Событие тем временем отменили: { $people }
desk-report-over-limit = Сверх суточного лимита WhatsApp: { $people } ({ $names })
desk-report-too-late = Не успело вовремя: { $people } ({ $names })
desk-report-forgotten = Удалили свои данные: { $people }
desk-report-failed = Не удалось отправить: { $people } ({ $names })
desk-button-write = Написать
desk-button-write-all = Всем
desk-button-write-coming = Тем, кто с местом
desk-button-write-waiting = Тем, кто в очереди
desk-button-send = Отправить
desk-button-send-now = Отправить сразу
desk-button-reword = Изменить текст
desk-button-drop-words = Не отправлять
desk-button-stop-sending = Остановить
desk-button-broadcast = Как сейчас

## Вход: в шумном зале слышны только первый знак и первое слово

door =
    🚪 <b>{ $event-title }</b>, { $event-row }. { $count }

    Наведите камеру телефона на картинку билета и откройте на его странице ссылку для команды. Или напишите сюда код либо часть имени.
door-count = Вошли: { $entered } из { $seats }.
door-which =
    На каком вы входе? Выберите ниже или напишите номер.

    { $items }
door-line-event = { $number }. <b>{ $event-title }</b>, { $event-row }
door-none = Вы помогаете на входе: { $organisation }. Спасибо! Сейчас вход нигде не открыт. { $next }
door-closed = Вход на событие <b>{ $event-title }</b> закрыт: он открывается за 12 часов до начала ({ $event-row }) и закрывается через 12 часов после него или в конце.
door-next = Следующее событие: <b>{ $event-title }</b>, { $event-row }; вход откроется за 12 часов.
door-who = { $name }
door-who-code = { $name }, код { $code }
door-welcome = ✅ <b>Проходите: { $who }.</b> { $count }
door-already = ⚠️ <b>Вход уже был в { $at-time }</b>{ $by }: { $who }. { $count }
door-by = { " " }(отметка: { $name })
door-by-you = { " " }(отметка ваша)
door-other = ⚠️ <b>Билет на другое событие ({ $event-date }):</b> { $event-title }. { $note }
door-note-here = Вы на входе: { $event-title }.
door-note-not-on = Вход туда откроется за 12 часов до начала.
door-no-such-code = ⛔ <b>Не действует:</b> такого кода ни у кого нет. Проверьте его ещё раз или напишите имя.
door-no-event = ⛔ <b>Не действует:</b> { $event-title }, { $event-date }: событие отменено.
door-no-seat = ⛔ <b>Не действует:</b> место отдано{ $on }: { $name }. { $note }
door-no-place = ⛔ <b>Не действует:</b> место в очереди отдано{ $on }: { $name }.
door-on = { " " }{ $at-date }
door-note-again = С тех пор есть новый билет, с другим кодом.
door-no-waiting = ⛔ <b>Не действует:</b> в очереди, номер { $position }. { $name }. { $hint }
door-hint-people = Чтобы дать место, откройте событие и нажмите «Люди».
door-hint-ask = Дать место может организатор.
door-no-offered = ⛔ <b>Не действует:</b> место предложено и пока не занято. { $name }. Кнопка для этого есть в сообщении с предложением.
door-found-one = { $person } Верно?
door-found =
    Кто из них?{ $hint }

    { $items }

    { $note }
door-hint-number = { " " }Номер отмечает вход.
door-line = { $number }. { $person }
door-person = <b>{ $name }</b>{ $email } (запись { $at-date }){ $place }.
door-person-email = , { $email }
door-place-in = , вход был в { $at-time }
door-place-waiting = , в очереди, номер { $position }
door-place-offered = , место предложено и не занято
door-place-given-up = , место отдано
door-note-more = Есть и другие. Напишите имя полнее.
door-nobody = На событие { $event-title } никто с таким именем не записан. Напишите часть имени, как в билете, или код.
door-undone = ↩️ <b>Отменено:</b> { $who }, входа не было. { $count }
door-undo-missed = Отменять нечего: эта отметка уже не действует.

door-button-door = Вход
door-button-refresh = Сколько вошли
door-button-doors = Другой вход
door-button-at = { $number }
door-button-switch = Перейти на тот вход
door-button-let-in = Впустить
door-button-let-in-number = Впустить { $number }
door-button-undo = Отменить

## Афиша события: на бумаге и в чате организаторов

poster-day = { CAPITAL($event-day) }
poster-time = { $event-clock }
poster-place = { CAPITAL($event-where) }
poster-how-both = Наведите камеру, нажмите «Старт» или «Отправить»
poster-how-telegram = Наведите камеру, нажмите «Старт»: готово
poster-how-whatsapp = Наведите камеру, нажмите «Отправить»: готово
desk-poster = Афиша события <b>{ $event-title }</b>, лист A4 для печати.
desk-poster-picture = Афиша события <b>{ $event-title }</b> картинкой, чтобы показать в чатах и на страницах.
desk-button-poster = Афиша
desk-button-poster-picture = Картинкой
desk-button-poster-pdf = Файлом для печати

## Люди события, за столом организаторов

desk-button-people = Люди
people-count =
    <b>{ $event-title }</b>: { $counts }.{ $ways-count ->
        [0] { "" }
       *[other] { " " }{ $ways }{ $unreached ->
            [0] .
           *[other] ; не дойдёт до { $unreached }.
        }
    }

    { $notes }
people-taken-of = { $n } из { $capacity }
people-taken = { $n ->
    [one] { $n } запись
    [few] { $n } записи
   *[many] { $n } записей
}
people-waiting = { $n ->
    [one] ждёт { $n }
   *[other] ждут { $n }
}
people-gone = { $n ->
    [one] { $n } отказ
   *[other] отказались { $n }
}
people-by-whatsapp = WhatsApp { $n }
people-by-telegram = Telegram { $n }
people-by-otherwise = вручную { $n }
people-note-coming = Ответили «приду»: { $n }.
people-note-held = { $n ->
    [one] { $n } место придержано: ждём ответа.
    [few] { $n } места придержаны: ждём ответа.
   *[many] { $n } мест придержано: ждём ответа.
}
people-note-entered = Вошли: { $n } из { $taken }.
people-note-called-off = Событие отменено.
people-no-events = Пока нет события, на которое можно записаться.
people-which =
    Люди какого события? Сначала ближайшие, потом прошедшие.

    { $items }
people-comers =
    Кто придёт: <b>{ $event-title }</b>, с { $from } по { $to } из { $total }. Номер откроет карточку человека; можно написать имя или код билета.

    { $items }
people-no-comers = <b>{ $event-title }</b>: мест пока ни у кого нет.
people-waiters =
    Кто ждёт: <b>{ $event-title }</b>, с { $from } по { $to } из { $total }, в порядке очереди. Номер откроет карточку человека.

    { $items }
people-no-waiters = <b>{ $event-title }</b>: никто не ждёт.
people-unreached =
    До кого не дойдут сообщения: <b>{ $event-title }</b>, с { $from } по { $to } из { $total }, и почему:

    { $items }
people-no-unreached = <b>{ $event-title }</b>: сообщения дойдут до всех.
people-found =
    Кто из них?

    { $items }{ $more ->
        [0] { "" }
       *[other] { "" }

    Есть и другие: напишите имя подробнее.
    }
people-none-found = <b>{ $event-title }</b>: имени «{ $words }» в списке нет, и это не код билета.
people-ask-words = Кого ищем? Напишите часть имени или код билета.
people-line = { $number }. { $name }{ $notes-count ->
    [0] { "" }
   *[other] , { $notes }
}
people-line-mail = { $email }
people-forgotten = данные удалены по просьбе человека
people-is-coming = придёт
people-is-in = на месте с { $at-time }
people-is-asked = ждём ответа до { $at-until }
people-waits = номер { $position }
people-asks-first = сначала спросить
people-is-gone = места больше нет
people-why-stopped = просьба не писать
people-why-blocked-telegram = бот заблокирован в Telegram
people-why-blocked-whatsapp = номер WhatsApp недоступен
people-why-window-closed = WhatsApp не пропустит: последнее слово было слишком давно
people-why-off = этот мессенджер здесь не подключён
people-why-no-chat = чата с ботом больше нет
people-why-by-hand = запись без чата
people-why-forgotten = данные удалены
people-file = { $people ->
        [one] Список: <b>{ $event-title }</b>, { $people } человек.
        [few] Список: <b>{ $event-title }</b>, { $people } человека.
       *[many] Список: <b>{ $event-title }</b>, { $people } человек.
    } В нём то, что люди доверили вам: никому его не передавайте и удалите, когда он больше не нужен.
people-ask-name = Какое имя записать? Будет код билета, который вы передадите сами. Сообщения отсюда до человека не дойдут. Записывая имя, вы подтверждаете, что человек согласен быть в списке.
people-ask-queue = { $capacity ->
    [1] Единственное место занято
   *[other] Все места ({ $capacity }) заняты
}{ $waiting ->
    [0] { "" }
    [one] , ждёт { $waiting }
   *[other] , ждут { $waiting }
}. Записать в очередь: <b>{ $name }</b>?
people-added =
    В списке: <b>{ $name }</b>, код <b>{ $code }</b>.

    Билет, чтобы передать: { $link }
people-added-queue = В очереди: <b>{ $name }</b>, номер { $position }. Сообщить о свободном месте отсюда нельзя: загляните сюда и скажите об этом сами.
people-lead-name-unclear = Нужно имя, не длиннее 100 знаков.
people-lead-person-missing = Этого человека в списке больше нет.
people-lead-cancelled = Готово.{ $served ->
        [0] { "" }
        [one] { " " }Место перешло следующему в очереди.
       *[other] { " " }Места перешли следующим в очереди.
    } { $told ->
        [0] Сообщение не дойдёт: скажите об этом сами.
       *[other] Человеку придёт сообщение с вашим адресом для вопросов.
    }
people-lead-seated = Готово: место есть. { $told ->
    [0] Сообщение не дойдёт: скажите об этом сами.
   *[other] Человеку придёт сообщение.
}
people-lead-asked = Готово: место придержано. { $told ->
    [0] Сообщение не дойдёт: спросите сами.
   *[other] Человеку придёт вопрос.
}
people-lead-first = Готово: следующее свободное место достанется этому человеку.
people-lead-stays-gone = Места у этого человека больше нет.
people-lead-stays-seated = Место уже есть.
people-lead-stays-asked = Место уже придержано, ждём ответа.
people-lead-stays-first = Этот человек уже первый в очереди.
people-lead-stays-full = Свободных мест сейчас нет.
people-lead-stays-over = Событие началось: места остаются как есть.
people-lead-stays-called-off = Событие отменено: места остаются как есть.

person-page =
    <b>{ $name }</b>
    { $event-title }, { $event-row }

    { $facts }
person-by-telegram = Запись через Telegram, { $at-date-year }, { $at-time }
person-by-whatsapp = Запись через WhatsApp, { $at-date-year }, { $at-time }
person-by-hand = Запись организатора, { $at-date-year }, { $at-time }
person-by-program = Запись из программы, { $at-date-year }, { $at-time }
person-seat = Место есть, код { $code }
person-coming = Ответ: приду
person-in = На месте с { $at-time }
person-asked = Место придержано до { $at-until }, ждём ответа
person-waits = В очереди, номер { $position }{ $asked ->
    [0] { "" }
   *[other] { " " }(сначала спросить)
}
person-gone = Места больше нет
person-reached-telegram = Сообщения идут в Telegram
person-reached-whatsapp = Сообщения идут в WhatsApp
person-reached-template = Сообщения идут в WhatsApp, только готовыми шаблонами
person-reached-mail = Сообщения идут на почту
person-unreached = Сообщения не дойдут: { $why }
person-ask-cancel = Отменить место: <b>{ $name }</b>, <b>{ $event-title }</b>, { $event-when }?{ $passed ->
        [0] { "" }
       *[other] { " " }Место сразу перейдёт следующему, вернуть его нельзя.
    } { $told ->
        [0] Сообщение не дойдёт ({ $why }): скажите об этом сами.
       *[other] Человеку придёт сообщение об этом с вашим адресом для вопросов.
    }

table-name = Имя
table-email = Почта
table-status = Состояние
table-position = Номер в очереди
table-messenger = Запись через
table-registered = Время записи
table-coming = Ответ «приду»
table-entered = На месте с
table-code = Код билета
table-reach = Сообщения
table-yes = да
table-status-seat = место есть
table-status-asked = место придержано
table-status-waiting = в очереди
table-status-gone = места больше нет
table-by-telegram = Telegram
table-by-whatsapp = WhatsApp
table-by-hand = организатора
table-by-program = программу
table-reached-telegram = в Telegram
table-reached-whatsapp = в WhatsApp
table-reached-template = в WhatsApp, только шаблоны
table-reached-mail = на почту

people-button-comers = Кто придёт
people-button-waiters = Кто ждёт
people-button-find = Найти
people-button-add = Добавить
people-button-add-next = Добавить ещё
people-button-file = Список файлом
people-button-unreached = До кого не дойдёт
people-button-others = Другие события
people-button-back = К людям
people-button-more = Следующие
people-button-cancel = Отменить место
people-button-cancel-sure = Да, отменить
people-button-keep = Нет, оставить
people-button-move-up = Поднять в очереди
people-button-give-seat = Дать место
people-button-queue = Да, в очередь
people-button-no-queue = Нет

## Стол организаторов

desk-forget-last-owner = Вы единственный владелец этого бота. Без вас здесь некому будет организовывать, пока бота не запустят снова и он не напечатает новую ссылку.

desk-help-owner =
    Вы здесь владелец. Слова для команды:
    <b>меню</b>: что можно сделать
    <b>люди</b>: кто придёт на событие
    <b>вход</b>: впускать людей
    <b>состояние</b>: всё ли работает
    <b>команда</b>: кто ещё организует
    .telegram =
    Вы здесь владелец. Для команды:
    /desk: что можно сделать
    /people: кто придёт на событие
    /door: впускать людей
    /status: всё ли работает
    /team: кто ещё организует
desk-help-organiser =
    Вы здесь организатор. Слова для команды:
    <b>меню</b>: что можно сделать
    <b>люди</b>: кто придёт на событие
    <b>вход</b>: впускать людей
    <b>состояние</b>: всё ли работает
    .telegram =
    Вы здесь организатор. Для команды:
    /desk: что можно сделать
    /people: кто придёт на событие
    /door: впускать людей
    /status: всё ли работает
desk-help-door =
    Вы помогаете на входе. Слово <b>меню</b> подскажет, что делать.
    .telegram = Вы помогаете на входе. /desk подскажет, что делать.
command-desk = Что может команда
command-people = Кто придёт на событие
command-door = Впускать людей
command-status = Всё ли работает?
command-team = Кто здесь организует

desk-menu =
    Что сделаем?

    { $notes }
desk-note-begun = Вы начали новое событие.
desk-note-nameless = Название клуба ещё не указано: кнопка «Клуб».
desk-button-club = Клуб
desk-ask-club = Как называется ваш клуб и куда людям писать? Пример: Зелёный клуб, info@club.example
desk-lead-taken-owner = Вы владелец этого бота. Слово <b>меню</b> приведёт вас сюда снова.
desk-lead-taken-organiser = Теперь вы организатор: { $organisation }. Слово <b>меню</b> приведёт вас сюда снова.
desk-lead-taken-door = Теперь вы помогаете на входе: { $organisation }.
desk-lead-kept-owner = Вы уже владелец, поэтому ссылка не израсходована: передайте её тому, кому она нужна.
desk-lead-kept-organiser = Вы уже организатор, поэтому ссылка не израсходована: передайте её тому, кому она нужна.
desk-lead-kept-door = Вы уже помогаете на входе, поэтому ссылка не израсходована: передайте её тому, кому она нужна.
desk-link-unknown = Эта ссылка не работает. Попросите другую у того, кто её прислал.
desk-link-used = Этой ссылкой уже воспользовались, а действует она один раз. Попросите другую у того, кто её прислал.
desk-link-expired = Эта ссылка устарела. Попросите другую; ссылка для первого владельца печатается заново при запуске бота.
desk-lead-club-unclear = Нужно название клуба, не длиннее { $longest } знаков, и при желании адрес через запятую.
desk-lead-noted = Записано.
desk-lead-plan-goes-on = Вы начинали событие <b>{ $title }</b>. Продолжим.
desk-lead-copied = Всё как в событии <b>{ $title }</b>, кроме дня.
desk-ask-copy = Начато событие <b>{ $begun }</b>, оно не закончено. Бросить его и сделать новое, как <b>{ $title }</b>?
desk-button-copy-sure = Бросить, сделать
desk-role-owner = владелец
desk-role-organiser = организатор
desk-role-door = помощь на входе

desk-team =
    Кто здесь организует:

    { $items }
desk-line-member = { $number }. { $name } ({ $role })
desk-line-you = { $number }. { $name } ({ $role }, это вы)
desk-no-name = без имени
desk-invited =
    Отправьте эту ссылку кому нужно ({ $role }). Она действует один раз, в течение недели:

    { $link }
desk-ask-remove = Снять роль: <b>{ $name }</b> ({ $role })? Она пропадёт сразу, вместе с приглашениями от этого человека.
desk-lead-removed = Готово: роли больше нет: { $name } ({ $role }).
desk-lead-no-member = Кто-то успел раньше: этой роли уже нет.
desk-lead-last-owner = Это единственный владелец. Сначала пригласите другого: без владельца некому будет приглашать.

desk-ask-title = Название?
desk-ask-when = Когда? Пример: { $example }. Считаю время { ZONE($zone) }.
desk-ask-zone = Какой часовой пояс? Напишите город или сдвиг, например UTC+3. Пока: { ZONE($zone) }.
desk-ask-where = Где? Адрес или точка на карте.
desk-ask-seats = Сколько мест?
desk-ask-description = О чём оно? Несколько предложений, которые люди увидят на карточке события. Можно и без описания.
desk-ask-which = Что из этого вы имели в виду?
desk-ask-point = Точка на карте есть. Как называется это место?
desk-lead-no-words = Здесь нужны буквы или цифры.
desk-lead-too-long = Здесь { $length ->
        [one] { $length } знак
        [few] { $length } знака
       *[many] { $length } знаков
    }, а помещается не больше { $longest }. Сократите, пожалуйста.
desk-lead-past = { $at-date-year }, { $at-time }: это уже прошло.
desk-lead-skipped = Такого часа в этот день нет: часы переводят вперёд.
desk-lead-no-date = Время вижу, а день нет: достаточно дописать его.
desk-lead-no-time = День вижу, а время нет: достаточно дописать его.
desk-lead-no-such-date = Такого дня нет: { $typed }.
desk-lead-other-weekday = Число и день недели не сходятся: { $typed }.
desk-lead-unknown = Не могу прочесть это как один день и одно время: { $typed }.
desk-lead-seats-unknown = Напишите целое число, например 30.
desk-lead-seats-too-few = Нужно хотя бы одно место.
desk-lead-seats-too-many = Это больше миллиона. Если предела нет, выберите «Без ограничения».

desk-page-draft =
    Черновик на { $event-date-year }: его пока никто не видит. Люди получат его таким.

    <b>Telegram</b>
    { $telegram }

    <b>WhatsApp</b>
    { $whatsapp }
desk-page-published =
    <b>{ $event-title }</b>
    { CAPITAL($event-when) }
    { CAPITAL($event-where) }

    { $about }

    Опубликовано. Занято мест: { $taken }{ $held ->
        [0] { "" }
       *[other] , из них придержано: { $held }
    }. Ждут: { $waiting }.
desk-page-cancelled =
    <b>{ $event-title }</b>
    { CAPITAL($event-when) }

    Отменено.
desk-what-to-correct = Что исправить?
desk-draft-kept = Это черновик, он в списке «События».
desk-published =
    Опубликовано: <b>{ $event-title }</b>. Ссылки:

    { $telegram }

    { $whatsapp }
desk-links =
    Ссылки на событие <b>{ $event-title }</b>:

    { $telegram }

    { $whatsapp }
desk-lead-changed =
    Готово.{ $told ->
        [0] { "" }
        [one] { " " }Об этом узнает { $told } человек.
        [few] { " " }Об этом узнают { $told } человека.
       *[many] { " " }Об этом узнают { $told } человек.
    }{ $promoted ->
        [0] { "" }
        [one] { " " }Из очереди получил место { $promoted } человек.
        [few] { " " }Из очереди получили места { $promoted } человека.
       *[many] { " " }Из очереди получили места { $promoted } человек.
    }{ $offered ->
        [0] { "" }
        [one] { " " }До ответа придержано { $offered } место для ждущих.
        [few] { " " }До ответа придержаны { $offered } места для ждущих.
       *[many] { " " }До ответа придержано { $offered } мест для ждущих.
    }

    { desk-unreached }
desk-lead-changed-meanwhile = Событие за это время изменил кто-то другой. Ниже то, что хотели вы; остальное такое, как сейчас.
desk-lead-refused-below-taken = { $taken ->
        [one] Место есть у { $taken } человека
       *[other] Места есть у { $taken } человек
    }, поэтому мест не может быть меньше. Ничего не изменено.
desk-lead-refused-cancelled = Событие отменено, людям об этом сказано. Создайте, пожалуйста, новое.
desk-lead-refused-over = Начало в прошлом. Сначала исправьте день и время.
desk-lead-refused-has-people = На событие записаны люди, поэтому скрыть его нельзя. Его можно отменить.
desk-lead-refused-ends-first = Событие закончилось бы раньше, чем началось. Ничего не изменено.
desk-ask-sure =
    <b>{ $event-title }</b>, { $event-when }

    { $changes }

    { $told ->
        [0] Сделать это?
        [one] Об этом узнает { $told } человек. Сделать это?
        [few] Об этом узнают { $told } человека. Сделать это?
       *[many] Об этом узнают { $told } человек. Сделать это?
    }

    { desk-unreached }
desk-unreached = { $unreached ->
    [0] { "" }
   *[other] Сообщение не дойдёт до { $unreached } из них: кто это и почему, видно в «Людях».
}
desk-ask-call-off =
    Отменить <b>{ $event-title }</b>, { $event-when }? { $people ->
        [0] Никто не записан.
        [one] Об этом узнает { $people } человек.
        [few] Об этом узнают { $people } человека.
       *[many] Об этом узнают { $people } человек.
    }

    { desk-unreached }
desk-ask-call-off-again =
    Точно? Отменённое событие не вернуть. { $people ->
        [0] Сообщать некому.
        [one] Сообщение сразу получит { $people } человек.
        [few] Сообщения сразу получат { $people } человека.
       *[many] Сообщения сразу получат { $people } человек.
    }

    { desk-unreached }
desk-ask-parting = Добавить пару слов для людей: почему или что будет вместо? Они войдут в само сообщение об отмене, до { $longest } знаков.
desk-ask-call-off-worded =
    Точно? Отменённое событие не вернуть. { $people ->
        [one] Это сразу получит { $people } человек:
        [few] Это сразу получат { $people } человека:
       *[many] Это сразу получат { $people } человек:
    }

    { $notice }

    { desk-unreached }
desk-lead-nothing-written = Здесь нечего прочитать.
desk-change-title = Новое название: { $title }
desk-change-when = Новое время: { $at-when }
desk-change-where = Новое место: { $location }
desk-change-seats = Мест: { $seats }
desk-change-description = Новое описание: { $about }
desk-change-no-description = Без описания
desk-change-publish = Опубликовать
desk-no-limit = без ограничения
desk-events =
    Все события: сначала ближайшие, потом прошедшие.

    { $items }
desk-no-events = Событий пока нет.
desk-line-event = { $number }. <b>{ $event-title }</b>, { $event-row }. { $note }.
desk-line-event-elsewhere = { $number }. <b>{ $event-title }</b>, { $event-row } ({ $event-zone }). { $note }.
desk-status-draft = Черновик
desk-status-cancelled = Отменено

desk-button-new-event = Новое событие
desk-button-go-on = Продолжить его
desk-button-drop-plan = Начать другое
desk-button-events = События
desk-button-team = Команда
desk-button-menu = Меню
desk-button-other-zone = Другой пояс
desk-button-no-limit = Без ограничения
desk-button-no-description = Без описания
desk-button-moment = { $at-row }
desk-button-offset = { $at-time } (UTC{ $offset })
desk-button-invite-owner = Ещё один владелец
desk-button-invite-organiser = Позвать организатора
desk-button-invite-door = Позвать на вход
desk-button-remove = Снять роль { $number }
desk-button-remove-sure = Да, снять
desk-button-keep = Нет, оставить
desk-button-publish = Опубликовать
desk-button-correct = Исправить
desk-button-keep-draft = Черновик
desk-button-links = Ссылки
desk-button-copy = Такое же новое
desk-button-call-off = Отменить событие
desk-button-call-off-sure = Да, отменить
desk-button-without-word = Без пояснений
desk-button-leave-it = Нет, оставить
desk-button-sure = Да, сделать
desk-button-page = Назад к событию
desk-button-back = Назад
desk-button-title = Название
desk-button-when = День и время
desk-button-where = Место
desk-button-seats = Места
desk-ask-picture = Пришлите одну картинку, как фото. Люди увидят её вместе с событием, в обоих мессенджерах.
    .whatsapp = Картинку можно прислать только в Telegram, на этом же месте там. Или оставьте событие без неё.
desk-lead-no-picture = Здесь нужна картинка: как фото, а не файлом.
desk-button-picture = Картинка
desk-button-no-picture = Без картинки
desk-change-picture = Новая картинка
desk-change-no-picture = Без картинки
desk-button-description = Описание
