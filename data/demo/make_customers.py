#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_customers.py FOLDER [COUNT]: a made-up customer base, the same on every machine.

Writes FOLDER/customers.csv (for `bellhopctl import customers`) and FOLDER/history.sql (open matters and past contacts with
what was said, to be run after the import). All people are invented; see STORY for those whom the demo's callers play.
"""
import csv
import datetime
import pathlib
import random
import sys
import uuid

NOW = datetime.datetime(2026, 11, 21, 9, 0, tzinfo=datetime.timezone.utc)
SPACE = uuid.UUID("b311a0b0-0000-5000-8000-64656d6f0001")
TIERS = ["", "", "", "bronze", "silver", "silver", "gold", "platinum"]
QUEUES = ["support", "support", "support", "sales"]
AGENTS = [("alice", "PJSIP/1001"), ("bob", "PJSIP/1002"), ("carol", "PJSIP/1003"), ("dave", "PJSIP/1004")]
STAMP = "%Y-%m-%dT%H:%M:%S.%f+00"

# language, time zone, country prefix, number makers, first names, last names, companies
CN_LAST = [("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"), ("杨", "Yang"), ("赵", "Zhao"), ("黄", "Huang"),
           ("周", "Zhou"), ("吴", "Wu"), ("徐", "Xu"), ("孙", "Sun"), ("胡", "Hu"), ("朱", "Zhu"), ("高", "Gao"), ("林", "Lin")]
CN_FIRST = [("伟", "Wei"), ("娜", "Na"), ("敏", "Min"), ("静", "Jing"), ("丽", "Li"), ("强", "Qiang"), ("磊", "Lei"), ("洋", "Yang"),
            ("艳", "Yan"), ("勇", "Yong"), ("小明", "Xiaoming"), ("晓红", "Xiaohong"), ("建国", "Jianguo"), ("志强", "Zhiqiang"),
            ("秀英", "Xiuying"), ("雨桐", "Yutong"), ("梓涵", "Zihan"), ("浩然", "Haoran")]
AR_FIRST = [("محمد", "Mohammed"), ("أحمد", "Ahmed"), ("فاطمة", "Fatima"), ("عائشة", "Aisha"), ("يوسف", "Youssef"), ("مريم", "Maryam"),
            ("خالد", "Khaled"), ("نورة", "Noura"), ("سارة", "Sara"), ("عمر", "Omar")]
AR_LAST = [("المنصوري", "Al Mansoori"), ("الهاشمي", "Al Hashimi"), ("حسن", "Hassan"), ("إبراهيم", "Ibrahim"), ("السويدي", "Al Suwaidi"),
           ("عبدالله", "Abdullah"), ("مصطفى", "Mostafa"), ("الزعابي", "Al Zaabi")]
IN_FIRST = [("प्रिया", "Priya"), ("राहुल", "Rahul"), ("अनिता", "Anita"), ("विक्रम", "Vikram"), ("सुनीता", "Sunita"), ("अमित", "Amit"),
            ("दीपक", "Deepak"), ("कविता", "Kavita")]
IN_LAST = [("शर्मा", "Sharma"), ("गुप्ता", "Gupta"), ("सिंह", "Singh"), ("पटेल", "Patel"), ("वर्मा", "Verma"), ("राव", "Rao")]


def plain(words):
    return [(word, None) for word in words.split()]


PEOPLES = [
    ("zh_CN", "Asia/Shanghai", lambda r: "+861" + r.choice(["38", "39", "50", "58", "86", "88"]) + digits(r, 8), CN_FIRST, CN_LAST,
     ["华信电子有限公司", "Huaxin Electronics", "蓝天贸易", "东方物流", "金桥软件", ""], True, 0.30),
    ("de", "Europe/Berlin", lambda r: "+491" + r.choice(["51", "60", "70", "71", "75"]) + digits(r, 8),
     plain("Anna Lukas Sophie Jonas Marie Felix Laura Paul Lena Moritz Jürgen Käthe Björn Renate"),
     plain("Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schäfer Köhler Krüger Groß Böhm"),
     ["Bäckerei Sonnenschein", "Krüger Maschinenbau GmbH", "Stadtwerke Nord", ""], False, 0.17),
    ("en", "America/New_York", lambda r: "+1" + r.choice(["212", "312", "415", "617", "206", "303", "404", "512"]) + r.choice(["555", "867", "736"])
     + digits(r, 4), plain("Emma Liam Olivia Noah Ava Ethan Mia Lucas Grace Henry Chloe Jack Zoe Daniel"),
     plain("Johnson Williams Brown Jones Garcia Miller Davis Wilson Anderson Taylor O'Brien McCarthy Nguyen"),
     ["Blue Ridge Outfitters", "Harbor Dental", "Acme Rockets", ""], False, 0.17),
    ("fr", "Europe/Paris", lambda r: "+336" + digits(r, 8), plain("Camille Léa Manon Chloé Hugo Louis Gabriel Élodie Zoé Benoît François"),
     plain("Martin Bernard Dubois Lefèvre Moreau Girard Rousseau Noël Chevalier Gauthier"), ["Boulangerie du Marché", "Atelier Dubois", ""], False, 0.08),
    ("es", "Europe/Madrid", lambda r: "+346" + digits(r, 8), plain("Lucía Martín Sofía Hugo María Pablo Álvaro Carmen Iñaki Begoña"),
     plain("García Fernández González Rodríguez López Martínez Sánchez Pérez Muñoz Ibáñez"), ["Talleres Ibáñez", ""], False, 0.07),
    ("pl", "Europe/Warsaw", lambda r: "+48" + r.choice(["501", "602", "691", "724", "781", "888"]) + digits(r, 6),
     plain("Zofia Jakub Hanna Szymon Maja Łukasz Małgorzata Stanisław Żaneta Wojciech"),
     plain("Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Dąbrowski"), ["Żabka Express", ""], False, 0.07),
    ("ar", "Asia/Dubai", lambda r: "+97150" + digits(r, 7), AR_FIRST, AR_LAST, ["شركة النور للتجارة", ""], False, 0.07),
    ("hi", "Asia/Kolkata", lambda r: "+9198" + digits(r, 8), IN_FIRST, IN_LAST, ["Sharma Textiles", ""], False, 0.07),
]
# Those whom the demo's callers play: reference, name, Latin name, company, tier, language, zone, phones
STORY = [
    ("demo-wang", "王小明", "Wang Xiaoming", "Huaxin Electronics", "gold", "zh_CN", "Asia/Shanghai", ["+8613800138000"]),
    ("demo-mueller", "Jürgen Müller", "", "Krüger Maschinenbau GmbH", "silver", "de", "Europe/Berlin", ["+4915112345678"]),
    ("demo-chen", "陈静", "Chen Jing", "蓝天贸易", "platinum", "zh_CN", "Asia/Shanghai", ["+8613900139000", "+862165550100"]),
    ("demo-li", "李娜", "Li Na", "蓝天贸易", "silver", "zh_CN", "Asia/Shanghai", ["+862165550100"]),
    ("demo-zhao", "赵敏", "Zhao Min", "蓝天贸易", "", "zh_CN", "Asia/Shanghai", ["+862165550100"]),
    ("demo-brien", "Grace O'Brien", "", "Harbor Dental", "bronze", "en", "America/New_York", ["+16175550134"]),
    ("demo-fatima", "فاطمة الهاشمي", "Fatima Al Hashimi", "شركة النور للتجارة", "gold", "ar", "Asia/Dubai", ["+971501234567"]),
]
MATTERS = {
    "en": ["Refund of order {n}", "Replacement on its way, order {n}", "Invoice {n} questioned", "Repair appointment", "New contract offer"],
    "zh_CN": ["订单 {n} 退款", "订单 {n} 换货", "发票 {n} 有疑问", "预约上门维修", "新合同报价"],
    "de": ["Erstattung zu Bestellung {n}", "Ersatzlieferung {n}", "Rechnung {n} unklar", "Reparaturtermin", "Neues Vertragsangebot"],
}
SAID = {
    "en": ["Asked where order {n} is; parcel was at the depot, promised delivery tomorrow.", "Could not sign in; password reset, worked at once.",
           "Wanted the invoice {n} again by mail; sent.", "Unhappy about the delay, asks for a call back on Friday morning.",
           "Compared the two service plans, will decide next week."],
    "zh_CN": ["询问订单 {n} 的物流，包裹在中转站，承诺明天送达。", "无法登录，已重置密码，当场恢复。", "要求重新发送发票 {n}，已发送到邮箱。",
              "对延误不满，要求周五上午回电。", "比较了两种服务套餐，下周决定。"],
    "de": ["Fragt nach Bestellung {n}; Paket lag im Depot, Zustellung für morgen zugesagt.", "Anmeldung ging nicht; Passwort zurückgesetzt, sofort erledigt.",
           "Rechnung {n} noch einmal per Mail geschickt.", "Verärgert über die Verzögerung, bittet um Rückruf am Freitagvormittag."],
}
DISPOSITIONS = ["solved.first", "solved.advice", "solved.order", "refund.promised", "refund.done", "complaint.delivery", "follow_up.call_back"]


def digits(rand, n):
    return "".join(rand.choice("0123456789") for _ in range(n))


def person(rand, ref, people):
    language, zone, phone, firsts, lasts, companies, last_first, _ = people
    first, last = rand.choice(firsts), rand.choice(lasts)
    name = last[0] + first[0] if last_first else f"{first[0]} {last[0]}"
    latin = ""
    if last[1]:
        latin = f"{last[1]} {first[1]}" if last_first else f"{first[1]} {last[1]}"
    phones = [phone(rand)] + ([phone(rand)] if rand.random() < 0.15 else [])
    return (ref, name, latin, rand.choice(companies), rand.choice(TIERS), language, zone, phones)


def customers(count):
    rand = random.Random(20261121)
    yield from STORY
    weights = [people[-1] for people in PEOPLES]
    seen = {phone for row in STORY for phone in row[7]}
    for number in range(count - len(STORY)):
        row = person(rand, f"demo-{number + 1:05}", rand.choices(PEOPLES, weights)[0])
        while seen & set(row[7]):
            row = person(rand, row[0], rand.choices(PEOPLES, weights)[0])
        seen.update(row[7])
        yield row


def write_csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["external_ref", "name", "latin_name", "company", "tier", "language", "time_zone", "phone", "phone2", "email"])
        for ref, name, latin, company, tier, language, zone, phones in rows:
            out.writerow([ref, name, latin, company, tier, language, zone, phones[0], phones[1] if len(phones) > 1 else "",
                          f"{ref}@example.com"])


def quote(value):
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"


def words(table, language, rand):
    return rand.choice(table.get(language, table["en"])).format(n=rand.randint(10000, 99999))


def matter_sql(ref, language, rand, fixed=None):
    title, state, due = fixed or (words(MATTERS, language, rand), rand.choice(["open", "promised", "waiting"]),
                                  NOW.date() + datetime.timedelta(days=rand.randint(-2, 14)))
    return (f"INSERT INTO matter (customer_id, title, state, due) SELECT id, {quote(title)}, {quote(state)}, {quote(due)} "
            f"FROM customer WHERE external_ref = {quote(ref)};\n")


def contact_sql(ref, phone, dialed, language, number, rand, note=None, disposition=None):
    started = NOW - datetime.timedelta(days=rand.randint(1, 300), seconds=rand.randint(0, 36000))
    ring, talk, wrap = rand.randint(3000, 60000), rand.randint(30000, 700000), rand.randint(5000, 60000)
    queue, (agent, device) = rand.choice(QUEUES), rand.choice(AGENTS)
    ended = started + datetime.timedelta(milliseconds=ring + talk + wrap)
    contact = uuid.uuid5(SPACE, f"{ref}/{number}")
    note = note or words(SAID, language, rand)
    disposition = disposition or rand.choice(DISPOSITIONS)
    revision = int(ended.timestamp() * 1_000_000)
    key = quote(contact)
    return (
        f"INSERT INTO contact (id, pbx, revision, direction, customer_id, customer_number, dialed, outcome, ended_by, started, ended, answered, "
        f"queues, agents, users, disposition, wait_ms, talk_ms, wrap_up_ms) SELECT {key}, 'main', {revision}, 'inbound', id, {quote(phone)}, "
        f"{quote(dialed)}, 'answered', 'caller', '{started.strftime(STAMP)}', '{ended.strftime(STAMP)}', "
        f"'{(started + datetime.timedelta(milliseconds=ring)).strftime(STAMP)}', '{{{queue}}}', '{{{device}}}', '{{{agent}}}', "
        f"{quote(disposition)}, {ring}, {talk}, {wrap} FROM customer WHERE external_ref = {quote(ref)} ON CONFLICT DO NOTHING;\n"
        f"INSERT INTO segment (contact_id, ordinal, type, start_ms, end_ms, queue, agent) VALUES ({key}, 0, 'ring', 0, {ring}, '{queue}', "
        f"'{device}'), ({key}, 1, 'talk', {ring}, {ring + talk}, '{queue}', '{device}'), ({key}, 2, 'wrap_up', {ring + talk}, "
        f"{ring + talk + wrap}, NULL, '{device}') ON CONFLICT DO NOTHING;\n"
        f"INSERT INTO contact_note (contact_id, author, ordinal, body, revision, begun_at, saved_at) VALUES ({key}, '{agent}', 0, {quote(note)}, "
        f"1, '{ended.strftime(STAMP)}', '{ended.strftime(STAMP)}') ON CONFLICT DO NOTHING;\n")


def write_history(path, rows):
    rand = random.Random(4312)
    with path.open("w", encoding="utf-8") as out:
        out.write("-- Demo data: open matters and past contacts of invented customers.\nBEGIN;\n")
        out.write(matter_sql("demo-wang", "zh_CN", rand, ("订单 4312 退款", "promised", "2026-11-24")))
        out.write(matter_sql("demo-wang", "zh_CN", rand, ("路由器固件升级", "open", "2026-12-01")))
        out.write(contact_sql("demo-wang", "+8613800138000", "4000", "zh_CN", "first", rand,
                              "询问订单 4312 的退款，承诺 24 日前到账。", "refund.promised"))
        for ref, _, _, _, _, language, _, phones in rows:
            if rand.random() < 0.3:
                out.write(matter_sql(ref, language, rand))
            for number in range(rand.choice([0, 1, 1, 2, 3, 5]) if ref != "demo-wang" else 4):
                out.write(contact_sql(ref, phones[0], "4000", language, number, rand))
        out.write("COMMIT;\n")


def main():
    folder = pathlib.Path(sys.argv[1])
    rows = list(customers(int(sys.argv[2]) if len(sys.argv) > 2 else 1500))
    write_csv(folder / "customers.csv", rows)
    write_history(folder / "history.sql", rows)
    print(f"{len(rows)} customers in {folder / 'customers.csv'}, their history in {folder / 'history.sql'}")


if __name__ == "__main__":
    main()
