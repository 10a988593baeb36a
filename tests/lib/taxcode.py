"""taxcode - Italian tax codes, document numbers and MRZ, computed anew

An independent second opinion: it shares nothing with the C code it checks.
"""
import unicodedata

MONTHS = "ABCDEHLMPRST"
OMOCODES = "LMNPQRSTUV"
ODD = dict(zip("0123456789", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)))
ODD |= dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8,
                 12, 14, 16, 10, 22, 25, 24, 23)))
EVEN = {c: int(c) for c in "0123456789"}
EVEN |= {chr(65 + i): i for i in range(26)}
PLAIN = str.maketrans({"Ł": "L", "Ø": "O", "Æ": "AE", "ß": "SS", "Đ": "D"})


def letters(name):
    """The plain capital letters of a name in Latin script."""
    parts = unicodedata.normalize("NFD", name.upper().translate(PLAIN))
    return [c for c in parts if "A" <= c <= "Z"]


def name_code(name, is_given):
    found = letters(name)
    consonants = [c for c in found if c not in "AEIOU"]
    if is_given and len(consonants) >= 4:
        consonants = [consonants[0], consonants[2], consonants[3]]
    vowels = [c for c in found if c in "AEIOU"]
    return "".join(consonants + vowels + list("XXX"))[:3]


def date_code(date, sex):
    year, month, day = (int(part) for part in date.split("-"))
    return "%02d%s%02d" % (year % 100, MONTHS[month - 1],
                           day + (40 if sex == "F" else 0))


def partial(text, start):
    """What `text` adds to the check sum when it begins at place `start`."""
    return sum((EVEN if (start + i) % 2 else ODD)[c]
               for i, c in enumerate(text))


def with_check(first15):
    return first15 + chr(65 + partial(first15, 0) % 26)


def tax_code(surname, given_name, date, sex, place):
    return with_check(name_code(surname, False) + name_code(given_name, True) +
                      date_code(date, sex) + place)


def omocode(code, count):
    """The variant with the last `count` of its seven digits replaced."""
    chars = list(code[:15])
    for i in (14, 13, 12, 10, 9, 7, 6)[:count]:
        chars[i] = OMOCODES[int(chars[i])]
    return with_check("".join(chars))


def provisional(ten):
    """The eleven digits of a provisional code from its first ten."""
    total = 0
    for i, c in enumerate(ten):
        value = int(c) * (1 + i % 2)
        total += value - 9 if value > 9 else value
    return ten + str(-total % 10)


def pesel(date, serial):
    """A Polish personal number, of somebody born before 2000."""
    text = date[2:4] + date[5:7] + date[8:10] + "%04d" % serial
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
    return text + str(-sum(w * int(c) for w, c in zip(weights, text)) % 10)


def mrz_check(text):
    total = 0
    for i, c in enumerate(text):
        value = 0 if c == "<" else int(c) if c.isdigit() else ord(c) - 55
        total += value * (7, 3, 1)[i % 3]
    return str(total % 10)


def _names(surname, given_name, width):
    def plain(name):
        words = name.replace("'", "").replace("’", "").replace("-", " ")
        return "<".join("".join(letters(word)) for word in words.split())
    return (plain(surname) + "<<" + plain(given_name)).ljust(width, "<")[:width]


def _date(date):
    return date[2:4] + date[5:7] + date[8:10]


def td1(country, number, birth, sex, expiry, surname, given_name):
    """The three lines of an identity card, joined (ICAO 9303-5)."""
    first = "C<" + country + number.ljust(9, "<") + mrz_check(
        number.ljust(9, "<")) + "<" * 15
    second = (_date(birth) + mrz_check(_date(birth)) + sex + _date(expiry) +
              mrz_check(_date(expiry)) + country + "<" * 11)
    composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return first + second + mrz_check(composite) + _names(surname, given_name,
                                                          30)


def td3(country, number, birth, sex, expiry, surname, given_name):
    """The two lines of a passport, joined (ICAO 9303-4)."""
    first = "P<" + country + _names(surname, given_name, 39)
    second = (number.ljust(9, "<") + mrz_check(number.ljust(9, "<")) + country +
              _date(birth) + mrz_check(_date(birth)) + sex + _date(expiry) +
              mrz_check(_date(expiry)) + "<" * 14 + "<")
    composite = second[0:10] + second[13:20] + second[21:43]
    return first + second + mrz_check(composite)
