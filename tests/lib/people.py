#!/usr/bin/env python3
"""people - invented people who ask for certificates: many, or the demo's

    people.py --count 100000 --format jsonl --seed 1    rows for a big import
    people.py --demo csv|jsonl|expected|mended          the demo's batch

The same arguments write the same bytes. In a big import the external code,
e-mail, mobile, tax code and document number of every row are its own.
"""
import argparse
import os
import sys

sys.dont_write_bytecode = True  # the tree stays clean
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import demo_people
import taxcode

SURNAMES = (
    "Rossi Bianchi Ferrari Esposito Ricci Marino Greco Bruno Gallo Conti "
    "Costa Giordano Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro "
    "Rinaldi Caruso Leone Longo Gentile "
    "Vitale Serra Coppola D'Angelo D'Amico Dell'Acqua Orrù Nardò "
    "Cirò Zanon Lo|Cascio De|Luca Di|Stefano Fò Re").split()
GIVEN_NAMES = {
    "F": ("Giulia Sofia Aurora Alice Ginevra Emma Giorgia Greta Beatrice Anna "
          "Chiara Sara Nicole Ludovica Matilde Vittoria Noemi Désirée "
          "Maria|Chiara Rosalia Concetta Zoë").split(),
    "M": ("Leonardo Francesco Alessandro Lorenzo Mattia Andrea Gabriele "
          "Matteo Tommaso Riccardo Edoardo Giuseppe Niccolò Antonio Federico "
          "Diego Samuele Giovanni Pier|Paolo Efisio Iginio Ugo").split(),
}
# town of birth, its code, country and citizenship
BIRTHS = (
    ("Roma", "H501", "IT"), ("Milano", "F205", "IT"), ("Torino", "L219", "IT"),
    ("Napoli", "F839", "IT"), ("Bologna", "A944", "IT"),
    ("Firenze", "D612", "IT"), ("Genova", "D969", "IT"),
    ("Palermo", "G273", "IT"), ("Venezia", "L736", "IT"),
    ("Bari", "A662", "IT"), ("Catania", "C351", "IT"),
    ("Verona", "L781", "IT"), ("Padova", "G224", "IT"),
    ("Trieste", "L424", "IT"), ("Cagliari", "B354", "IT"),
    ("Ancona", "A271", "IT"), ("Perugia", "G478", "IT"),
    ("Messina", "F158", "IT"), ("Parma", "G337", "IT"),
    ("Bucarest", "Z129", "RO"), ("Tirana", "Z100", "AL"),
    ("Casablanca", "Z330", "MA"), ("Cracovia", "Z127", "PL"),
)
# town, province and postal code of residence
HOMES = (
    ("Roma", "RM", "00184"), ("Milano", "MI", "20121"),
    ("Torino", "TO", "10121"), ("Napoli", "NA", "80133"),
    ("Bologna", "BO", "40121"), ("Firenze", "FI", "50122"),
    ("Genova", "GE", "16121"), ("Palermo", "PA", "90133"),
    ("Bari", "BA", "70121"), ("Trieste", "TS", "34121"),
)
STREETS = ("Via del Glicine", "Via delle Lucciole", "Corso delle Mongolfiere",
           "Piazza del Girasole", "Vicolo della Rugiada", "Via dei Sette Gatti",
           "Viale dell'Arcobaleno")
FIRST_YEAR, LAST_YEAR = 1950, 1999
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def days():
    """Every day of birth: the date, its letters for F and M, their sums."""
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for month, length in enumerate(lengths, 1):
            for day in range(1, length + 1 + (month == 2 and year % 4 == 0)):
                date = "%d-%02d-%02d" % (year, month, day)
                codes = [taxcode.date_code(date, sex) for sex in "FM"]
                yield date, codes, [taxcode.partial(c, 6) for c in codes]


def coded(names, is_given, start):
    """Names with their part of the code and what it adds to the check."""
    ret = []
    for name in names:
        name = name.replace("|", " ")
        code = taxcode.name_code(name, is_given)
        plain = "".join(taxcode.letters(name)).lower()
        ret.append((name, code, taxcode.partial(code, start), plain))
    return ret


def stride(size, seed):
    """A step that visits each of `size` numbers once, by `seed`."""
    def gcd(a, b):
        while b:
            a, b = b, a % b
        return a

    step = (0x9E3779B1 + 2 * seed) % size | 1
    while gcd(step, size) != 1:
        step += 2
    return step


# The names of the house, and those of a reseller's spreadsheet.
JSON_ROW = (
    '{"external_code":"%s","recognition":"offline","products":["%s"],'
    '"language":"it","surname":"%s","given_name":"%s","sex":"%s",'
    '"birth_date":"%s","birth_place":"%s","birth_place_code":"%s",'
    '"birth_country":"%s","citizenship":"%s","tax_code":"%s",'
    '"document_type":"%s","document_country":"IT","document_number":"%s",'
    '"document_issuer":"%s","document_issue_date":"%s",'
    '"document_expiry_date":"%s","street":"%s","street_number":"%d",'
    '"postal_code":"%s","city":"%s","province":"%s","country":"IT",'
    '"email":"%s","mobile":"%s","consent_privacy":true,"consent_terms":true,'
    '"consent_marketing":%s}\n')
CSV_HEADER = (
    "external_code;method;product;language;last_name;first_name;sex;"
    "birth_date;birth_place;birth_place_code;birth_country;citizenship;"
    "fiscal_code;doc_type;doc_country;doc_number;doc_issuer;doc_issue_date;"
    "doc_expiry_date;street;number;cap;city;province;country;email;mobile;"
    "consent_privacy;consent_terms;consent_marketing\n")
CSV_ROW = (
    "%s;offline;%s;it;%s;%s;%s;%s;%s;%s;%s;%s;%s;%s;IT;%s;%s;%s;%s;%s;%d;%s;"
    "%s;%s;IT;%s;%s;true;true;%s\n")


def rows(count, seed, row, products, wrong_every):
    """`count` texts made of the template `row`."""
    calendar = list(days())
    births = [b + (taxcode.partial(b[1], 11),) for b in BIRTHS]
    surnames = coded(SURNAMES, False, 0)
    given = [coded(GIVEN_NAMES[sex], True, 3) for sex in "FM"]
    size = len(calendar) * 2 * len(births)
    step = stride(size, seed)
    for i in range(count):
        # Day, sex and place differ as long as they can, then the surname: so
        # no two tax codes are the same.
        cycle, place = divmod(i, size)
        place = (place * step + seed * 7919) % size
        place, sex = divmod(place, 2)
        day, place = divmod(place, len(births))
        date, codes, sums = calendar[day]
        town, town_code, country, town_sum = births[place]
        surname, s_code, s_sum, s_plain = surnames[(i * 7 + cycle) %
                                                   len(surnames)]
        names = given[sex]
        name, g_code, g_sum, g_plain = names[(i * 5 + i // 97) % len(names)]
        check = (s_sum + g_sum + sums[sex] + town_sum) % 26
        if wrong_every and i % wrong_every == wrong_every - 1:
            check = (check + 1) % 26
        serial = "%07d" % i
        home = HOMES[i % 10]
        if i % 8 == 7:
            document = ("passport", "YA" + serial, "Questura di " + home[0],
                        "2024-02-29", "2034-02-28")
        else:
            document = ("identity_card",
                        "C" + LETTERS[i // 100000 % 23] + serial[2:] +
                        LETTERS[i // 2300000 % 23] + LETTERS[i % 23],
                        "Comune di " + home[0], "2023-05-02", "2033-05-01")
        yield row % (
            "P%d-%s" % (seed, serial), products[i % len(products)], surname,
            name, "FM"[sex], date, town, town_code, country, country,
            s_code + g_code + codes[sex] + town_code + chr(65 + check),
            *document, STREETS[i % 7], i % 180 + 1, home[2], home[0], home[1],
            "%s.%s.%d@example.org" % (g_plain, s_plain, i), "+39320" + serial,
            "true" if i % 3 == 0 else "false")


def write_many(out, args):
    row = JSON_ROW
    if args.format == "csv":
        out.write("\ufeff" + CSV_HEADER)
        row = CSV_ROW
    pieces = []
    for text in rows(args.count, args.seed, row, args.products.split(","),
                     args.wrong_every):
        pieces.append(text)
        if len(pieces) == 4096:
            out.write("".join(pieces))
            pieces.clear()
    out.write("".join(pieces))


def main():
    parser = argparse.ArgumentParser(
        description="write invented people who ask for certificates")
    parser.add_argument("--count", type=int, help="write so many rows")
    parser.add_argument("--format", choices=("jsonl", "csv"), default="jsonl")
    parser.add_argument("--seed", type=int, default=1,
                        help="other people for another number")
    parser.add_argument("--products", default="REM", metavar="CODE,...",
                        help="ask for these products in turn")
    parser.add_argument("--wrong-every", type=int, default=0, metavar="N",
                        help="give each Nth a wrong check character")
    parser.add_argument("--demo", choices=demo_people.PARTS,
                        help="write a part of the demo instead")
    args = parser.parse_args()
    if (args.count is None) == (args.demo is None):
        parser.error("give either --count or --demo")
    out = open(sys.stdout.fileno(), "w", encoding="utf-8", newline="",
               buffering=1 << 20)
    with out:
        if args.demo:
            demo_people.write(out, args.demo)
        else:
            write_many(out, args)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        os._exit(0)
