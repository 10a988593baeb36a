"""demo_people - the invented people of `make demo`, right and wrong

batch.csv is what a reseller's spreadsheet exports (semicolons, mark, header
names of his habit), batch.jsonl what a program writes. expected.jsonl says of
every row what must become of it, mended.jsonl is one refused row put right.
"""
import csv
import json

from taxcode import (letters, omocode, pesel, provisional, tax_code, td1, td3,
                     with_check)

PARTS = ("csv", "jsonl", "expected", "mended")
# CSV column: member. In a JSON row members that are absent are left out.
COLUMNS = {
    "external_code": "external_code", "method": "recognition",
    "product": "products", "language": "language",
    "fiscal_code": "tax_code", "legal_id_type": "legal_id_type",
    "legal_id_country": "legal_id_country",
    "legal_id_number": "legal_id_number", "last_name": "surname",
    "first_name": "given_name", "sex": "sex", "birth_date": "birth_date",
    "birth_place": "birth_place", "birth_place_code": "birth_place_code",
    "birth_country": "birth_country", "citizenship": "citizenship",
    "doc_type": "document_type", "doc_country": "document_country",
    "doc_number": "document_number", "doc_issuer": "document_issuer",
    "doc_issue_date": "document_issue_date",
    "doc_expiry_date": "document_expiry_date", "mrz": "mrz",
    "street": "street", "number": "street_number", "cap": "postal_code",
    "city": "city", "province": "province", "country": "country",
    "email": "email", "mobile": "mobile", "org_name": "organization_name",
    "org_id": "organization_identifier", "title": "title", "istat": "istat_code",
    "validity": "validity", "limit_text": "limit_text",
    "consent_privacy": "consent_privacy", "consent_terms": "consent_terms",
    "consent_marketing": "consent_marketing", "note": "note",
}
# name: code, province, postal code
TOWNS = {
    "Roma": ("H501", "RM", "00184"), "Milano": ("F205", "MI", "20121"),
    "Torino": ("L219", "TO", "10121"), "Napoli": ("F839", "NA", "80133"),
    "Bologna": ("A944", "BO", "40121"), "Firenze": ("D612", "FI", "50122"),
    "Genova": ("D969", "GE", "16121"), "Palermo": ("G273", "PA", "90133"),
    "Venezia": ("L736", "VE", "30121"), "Bari": ("A662", "BA", "70121"),
    "Catania": ("C351", "CT", "95124"), "Verona": ("L781", "VR", "37121"),
    "Padova": ("G224", "PD", "35121"), "Trieste": ("L424", "TS", "34121"),
    "Cagliari": ("B354", "CA", "09124"), "Ancona": ("A271", "AN", "60121"),
    "Perugia": ("G478", "PG", "06121"), "Messina": ("F158", "ME", "98122"),
    "Bolzano": ("A952", "BZ", "39100"), "Aosta": ("A326", "AO", "11100"),
}
# code of Belfiore, country in travel documents (ICAO 9303-3, 5)
COUNTRIES = {
    "IT": (None, "ITA"), "GR": ("Z115", "GRC"), "PL": ("Z127", "POL"),
    "EG": ("Z336", "EGY"), "MA": ("Z330", "MAR"), "RO": ("Z129", "ROU"),
    "DE": ("Z112", "D<<"), "LB": ("Z229", "LBN"), "CN": ("Z210", "CHN"),
    "TN": ("Z352", "TUN"), "ES": ("Z131", "ESP"),
}
STREETS = ("Via del Glicine", "Via delle Lucciole", "Corso delle Mongolfiere",
           "Piazza del Girasole", "Vicolo della Rugiada",
           "Via dei Sette Gatti", "Viale dell'Arcobaleno", "Salita dei Grilli")


class Batch:
    """Rows of one file; everybody gets the next number of the desk."""

    def __init__(self, prefix, first):
        self.prefix, self.number, self.rows = prefix, first, []

    def _common(self, surname, given, sex, born, latin=None):
        self.number += 1
        n = self.number
        name = ".".join("".join(letters(part)).lower()
                        for part in reversed(latin or (surname, given)))
        return {
            "external_code": "%s-%03d" % (self.prefix, n),
            "recognition": "offline", "products": ["REM"], "language": "it",
            "surname": surname, "given_name": given, "sex": sex,
            "birth_date": born, "street": STREETS[n % len(STREETS)],
            "street_number": str(n % 90 + 1),
            "email": "%s@%s" % (name, ("example.org", "example.it")[n % 2]),
            "mobile": "+393200%06d" % (1000 + n), "consent_privacy": True,
            "consent_terms": True, "consent_marketing": n % 3 == 0,
        }

    def _at_home(self, row, town):
        row.update(city=town, province=TOWNS[town][1],
                   postal_code=TOWNS[town][2], country="IT")

    def _card(self, row, latin=None):
        n = self.number
        surname, given = latin or (row["surname"], row["given_name"])
        number = "CA%05d%s%s" % (10000 + n, "ABCDEFGH"[n % 8], "XYZ"[n % 3])
        row.update(document_type="identity_card", document_country="IT",
                   document_number=number,
                   document_issuer="Comune di " + row["city"],
                   document_issue_date="2024-03-%02d" % (n % 28 + 1),
                   document_expiry_date="2034-03-%02d" % (n % 28 + 1))
        if n % 2:
            row["mrz"] = td1("ITA", number, row["birth_date"], row["sex"],
                             row["document_expiry_date"], surname, given)

    def italian(self, surname, given, sex, born, town, **more):
        row = self._common(surname, given, sex, born)
        code = TOWNS[town][0]
        row.update(birth_place=town, birth_place_code=code,
                   birth_country="IT", citizenship="IT",
                   tax_code=tax_code(surname, given, born, sex, code))
        self._at_home(row, more.pop("home", town))
        self._card(row)
        return self._add(row, more)

    def foreign(self, surname, given, sex, born, place, country, **more):
        """Born abroad; `latin`: the names in the passport's letters."""
        latin = more.pop("latin", (surname, given))
        row = self._common(surname, given, sex, born, latin)
        code, three = COUNTRIES[country]
        row.update(birth_place=place, birth_country=country,
                   birth_place_code=code, citizenship=country)
        if "home" in more:
            self._at_home(row, more.pop("home"))
        else:
            row.update(city=place, country=country, province="EE",
                       postal_code=more.pop("postal_code"))
        number = "%s%07d" % ("PX"[self.number % 2] + three[0],
                             4200000 + self.number)
        row.update(document_type="passport", document_country=country,
                   document_number=number,
                   document_issuer=more.pop("issuer", "Passport Office"),
                   document_issue_date="2023-06-%02d" % (self.number % 28 + 1),
                   document_expiry_date="2033-06-%02d" % (self.number % 28 + 1))
        row["mrz"] = td3(three, number, born, sex, row["document_expiry_date"],
                         *latin)
        if more.pop("taxed", False):
            row["tax_code"] = tax_code(*latin, born, sex, code)
        elif "tax_code" not in more:
            kind = more.pop("legal_id_type", "PAS")
            row.update(legal_id_type=kind, legal_id_country=country,
                       legal_id_number=more.pop("legal_id_number", number))
        return self._add(row, more)

    def _add(self, row, more):
        verdict = {"verdict": more.pop("verdict", "taken"),
                   "why": more.pop("why", None)}
        for member, value in more.items():
            if value is None:
                row.pop(member, None)
            else:
                row[member] = value
        self.rows.append((row, verdict))
        return row


def refused(why):
    return {"verdict": "refused", "why": why}


def wrong_check(code):
    return code[:15] + chr(65 + (ord(code[15]) - 64) % 26)


def csv_people():
    b = Batch("RS", 0)
    b.italian("Rossi", "Mario", "M", "1980-01-01", "Roma")
    b.italian("D'Angelo", "Niccolò", "M", "1975-11-30", "Napoli")
    b.italian("Dell'Acqua", "Maria Chiara", "F", "1988-02-29", "Milano")
    b.italian("Orrù", "Efisio", "M", "1969-08-17", "Cagliari",
              products=["REM", "AUTO"])
    b.italian("Fò", "Désirée", "F", "1991-12-05", "Verona")
    b.italian("Re", "Ugo", "M", "1958-05-09", "Torino")
    b.italian("Lo Cascio", "Rosalia", "F", "1983-09-04", "Palermo")
    b.italian("Marušič", "Nataša", "F", "1979-04-23", "Trieste")
    b.italian("Kofler", "Andreas", "M", "1986-07-12", "Bolzano",
              language="en")
    b.italian("Vuillermoz", "Émilie", "F", "1994-10-31", "Aosta")
    row = b.italian("Pautasso", "Iginio", "M", "1966-06-06", "Torino",
                    note="codice fiscale con omocodia")
    row["tax_code"] = omocode(row["tax_code"], 2)
    b.italian("Sartori", "Beatrice", "F", "1977-03-15", "Padova",
              products=["REM-ROLE"], organization_name="Glicine S.r.l.",
              organization_identifier="VATIT-01234567897", title="Amministratrice",
              note="ruolo: consenso dell'organizzazione agli atti")
    b.italian("Greco", "Salvatore", "M", "1961-01-20", "Catania",
              recognition="live")
    b.italian("Nardò", "Alessandro", "M", "1990-08-08", "Bari", validity=24,
              recognition="live")
    b.italian("Zanon", "Pier Paolo", "M", "1972-10-03", "Venezia",
              street="Calle dell'Oca; interno 2",
              note="citofono \"Zanon\"")
    b.foreign("Παπαδοπούλου", "Ελένη", "F", "1984-03-25", "Αθήνα", "GR",
              latin=("Papadopoulou", "Eleni"), postal_code="10431",
              issuer="Ελληνική Αστυνομία", language="en")
    b.foreign("Οικονόμου", "Γεώργιος", "M", "1970-10-28", "Πάτρα", "GR",
              latin=("Oikonomou", "Georgios"), postal_code="26221",
              issuer="Ελληνική Αστυνομία", legal_id_type="IDC",
              legal_id_number="AK123456", language="en")
    b.foreign("Łukasiewicz", "Zofia", "F", "1978-12-21", "Kraków", "PL",
              postal_code="31-001", issuer="Wojewoda Małopolski",
              legal_id_type="PNO",
              legal_id_number=pesel("1978-12-21", 4426), language="en")
    b.foreign("Dąbrowski", "Wiesław", "M", "1965-05-03", "Gdańsk", "PL",
              home="Ancona", issuer="Wojewoda Pomorski", taxed=True)
    b.foreign("المصري", "أحمد", "M", "1987-07-23", "القاهرة", "EG",
              latin=("Elmasry", "Ahmed"), home="Milano",
              issuer="وزارة الداخلية", verdict="warning",
              why="name of the zone to be compared")
    b.foreign("El Fassi", "Yasmine", "F", "1992-04-14", "Casablanca", "MA",
              home="Perugia", issuer="DGSN", taxed=True)
    # What follows is wrong, each row in its own way.
    row = b.italian("Bruno", "Carla", "F", "1982-06-18", "Genova",
                    **refused("wrong check character of the tax code"))
    row["tax_code"] = wrong_check(row["tax_code"])
    b.italian("Gallo", "Piero", "M", "1985-02-28", "Torino",
              birth_date="1985-02-30", **refused("a day that does not exist"))
    b.italian("Conti", "Ada", "F", "1955-12-12", "Firenze", mrz=None,
              document_issue_date="2010-05-02",
              document_expiry_date="2020-05-01",
              **refused("identity document expired"))
    b.italian("Fontana", "Lucio", "M", "1974-02-11", "Milano",
              products=["REM-PLUS"], **refused("unknown product"))
    b.italian("Serra", "Ines", "F", "1989-01-09", "Cagliari",
              products=["AUTO"], recognition="spid",
              **refused("recognition not allowed for the product"))
    b.italian("Rossi", "Maria", "F", "1981-03-03", "Roma",
              email="mario.rossi@example.it",
              **refused("e-mail of another holder"))
    b.italian("Vitale", "Rocco", "M", "1968-11-01", "Napoli",
              consent_privacy=None, **refused("privacy consent missing"))
    row = b.italian("Leone", "Andrea", "M", "1993-05-27", "Messina",
                    verdict="warning", why="tax code of another sex")
    row["tax_code"] = tax_code("Leone", "Andrea", "1993-05-27", "F", "F158")
    b.italian("Caruso", "Enrica", "F", "1976-09-19", "Palermo",
              mobile="320 CASA", **refused("bad mobile number"))
    b.italian("Ricci", "Sandro", "M", "1963-04-02", "Perugia",
              document_type="driving_licence", mrz=None,
              **refused("unknown type of identity document"))
    b.italian("Longo", "Teresa", "F", "1959-08-30", "Bari",
              **refused("too few columns"))
    b.italian("Mancini", "Furio", "M", "1987-10-10", "Ancona",
              **refused("a quote inside an unquoted field"))
    b.italian("Gentile", "Vanda", "F", "1995-01-13", "Roma",
              products=["REM-ROLE"],
              **refused("role product without organization and title"))
    return b.rows


def json_people():
    b = Batch("RS", 100)
    b.italian("Bianchi", "Giulia", "F", "1992-03-08", "Bologna")
    b.italian("De Luca", "Francesco", "M", "1981-07-14", "Roma")
    b.italian("Esposito", "Concetta", "F", "1957-09-19", "Napoli")
    b.italian("Ferrari", "Zoë", "F", "1998-02-12", "Milano")
    b.italian("D'Amico", "Giosuè", "M", "1971-12-24", "Catania")
    b.italian("Cirò", "Vittoria", "F", "1985-05-05", "Verona",
              limit_text="L'utilizzo del certificato è limitato ai rapporti "
              "con Glicine S.r.l.")
    b.italian("Rinaldi", "Tommaso", "M", "1979-11-11", "Firenze",
              recognition="sign")
    b.italian("Barbieri", "Ottavia", "F", "1964-06-27", "Genova")
    b.italian("Marin", "Alvise", "M", "1990-01-06", "Venezia")
    b.italian("Coppola", "Immacolata", "F", "1973-12-08", "Napoli",
              products=["AUTO"])
    b.italian("Dell’Orto", "Pìo", "M", "1952-05-30", "Milano")
    b.foreign("Wójcik", "Grażyna", "F", "1969-02-17", "Łódź", "PL",
              postal_code="90-001", issuer="Wojewoda Łódzki", language="en")
    b.foreign("Παπαδάκης", "Νίκος", "M", "1995-08-15", "Ηράκλειο", "GR",
              latin=("Papadakis", "Nikos"), home="Bari", taxed=True,
              issuer="Ελληνική Αστυνομία",
              note="il codice fiscale segue i nomi del passaporto")
    b.foreign("حداد", "ليلى", "F", "1990-11-22", "بيروت", "LB",
              latin=("Haddad", "Layla"), postal_code="1107",
              issuer="المديرية العامة للأمن العام", language="en",
              verdict="warning", why="name of the zone to be compared")
    b.foreign("بن يوسف", "كريم", "M", "1983-01-14", "تونس", "TN",
              latin=("Ben Youssef", "Karim"), home="Palermo",
              issuer="وزارة الداخلية",
              tax_code=provisional("9100012345"),
              verdict="warning", why="name of the zone to be compared")
    b.foreign("王", "小明", "M", "1988-08-18", "北京", "CN",
              latin=("Wang", "Xiaoming"), postal_code="100006",
              issuer="国家移民管理局", language="en")
    b.foreign("Schröder", "Jörg", "M", "1976-04-01", "Köln", "DE",
              latin=("Schroeder", "Joerg"), postal_code="50667",
              issuer="Stadt Köln", legal_id_type="TIN",
              legal_id_number="86095742719", language="en")
    b.foreign("Popescu", "Ioana", "F", "1986-06-24", "Bucarest", "RO",
              home="Torino", issuer="DGP", taxed=True)
    b.foreign("Núñez", "Álvaro", "M", "1991-10-12", "Sevilla", "ES",
              postal_code="41001", issuer="DGP Sevilla", language="en")
    # What follows is wrong.
    b.italian("Santoro", "Lia", "F", "1984-04-04", "Bari", favourite="blue",
              **refused("unknown member"))
    b.italian("Mariani", "Elio", "M", "1978-07-07", "Roma", validity="long",
              **refused("a number that is a text"))
    b.italian("Rizzo", "Dora", "F", "1967-03-21", "Catania", validity=600,
              **refused("validity beyond the product's"))
    b.italian("Moretti", "Gino", "M", "1980-09-09", "Milano", mobile=None,
              email="gino.moretti@", **refused("bad e-mail, no mobile"))
    row = b.italian("Lombardi", "Piera", "F", "1999-01-31", "Milano",
                    **refused("check digit of the machine readable zone"))
    row["mrz"] = td1("ITA", row["document_number"], row["birth_date"], "F",
                     row["document_expiry_date"], "Lombardi", "Piera")
    row["mrz"] = row["mrz"][:14] + str((int(row["mrz"][14]) + 1) % 10) + \
        row["mrz"][15:]
    b.italian("Costa", "Elsa", "F", "1970-10-30", "Genova",
              external_code="RS-101",
              **refused("external code of another request"))
    return b.rows


def cell(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else str(value)


def csv_lines():
    """Each row's text; two are spoilt in ways no CSV writer would."""
    for row, verdict in csv_people():
        cells = [cell(row.get(member)) for member in COLUMNS.values()]
        if verdict["why"] == "too few columns":
            yield ";".join(cells[:-3]) + "\r\n"
        elif verdict["why"] == "a quote inside an unquoted field":
            yield ";".join(cells[:-1] + ['detto "Furetto"']) + "\r\n"
        else:
            yield cells


def json_line(row):
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def write_csv(out):
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    out.write("\ufeff")
    writer.writerow(COLUMNS)
    for line in csv_lines():
        if isinstance(line, str):
            out.write(line)
        else:
            writer.writerow(line)


def write(out, part):
    if part == "csv":
        write_csv(out)
    elif part == "jsonl":
        for row, _ in json_people():
            out.write(json_line(row))
    elif part == "mended":
        row = next(row for row, verdict in csv_people()
                   if str(verdict["why"]).startswith("wrong check"))
        row["tax_code"] = with_check(row["tax_code"][:15])
        out.write(json_line(row))
    else:
        for name, people, first in (("batch.csv", csv_people(), 2),
                                    ("batch.jsonl", json_people(), 1)):
            for line, (row, verdict) in enumerate(people, first):
                out.write(json_line({
                    "file": name, "line": line,
                    "external_code": row["external_code"], **verdict}))
