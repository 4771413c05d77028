"""Which Latin words does a Chinese newspaper print, and with which hanzi do its single letters keep company?

A garbled 悦栽 costs as much as any two rare hanzi; that CT is a word and 悦栽 none settles it. The words are those of
general news (measures, medicine, trade, broadcasting, technology, organisations), each met by every paper; names of
firms and of people are left to the price of letters in general (`symbols`). The companions are what makes 载光 an X光
and 甲粤 the 甲A. Folded to half width and upper case, but for the units, whose case is part of them.
"""

from __future__ import annotations

_WORDS = """
AA ABC ABS AEO AI AIDS AM APEC APP AR ASEAN ATM ATP BBC BIM BMI BMW BOD BOT BRT CAAC CAD CALL CAM CBA CBD CBS
CCTV CD CDMA CEO CEPA CET CFO CGTN CIA CN CNG CNN COD COM COVID CPI CPTPP CPU CRM CT CUBA DHL DIY DJ DNA DV DVD
ECFA ECMO EI EMBA EMS ERP ESG ETC ETF EU EV FBI FDA FDI FIFA FM GDP GE GIS GNP GPS GPU GRE GSM HD HIV HP HPV HR HSK
HTTP IAEA IBM IC ICU IELTS IMF IOC IP IPO IPTV ISO IT ITER KBS KTV LCD LD LED LG LNG LPG LPR LTE MBA MP MPA MPV MR
MRI MTV MV NASA NBA NBC NEC NFL NGO NHK NHL NO OA ODM OECD OEM OK OLED OPEC OTC PC PCR PE PET PH PK PM PMI POP POS
PP PPI PPP PR PVC QC QDII QFII QQ RCEP REITS RFID RNA SARS SCI SDR SIM SK SOS ST SUV TCL TD TOEFL TOP TPP TQC TV
UEFA UFO UN UNESCO UNICEF UPS USB UV VCD VIP VISA VR WBA WHO WIFI WINDOWS WTA WTO WWW XR
"""
WORDS = frozenset(_WORDS.split())
"""Words of capitals (or of letters whose case does not matter), two letters and more."""

_UNITS = """
KM CM MM NM KG MG KW MW GW TW KV MV HZ KHZ MHZ GHZ PPM DB KB MB GB TB BIT BPS KBPS MBPS ML PA KPA MPA TEU DWT KWH
"""
UNITS = frozenset(_UNITS.split())
"""After a figure."""

_AFTER = {
    "股座组型角级类轮盘区馆厅瓶栋幢口": "ABCDEFGHJ",
    "型字形": "HILMNOSTUVXY",
    "线": "KX",
    "光": "X",
    "射": "X",
    "超": "B",
    "恤台": "T",
    "盘": "UCDE",
    "歌": "K",
}
FOLLOWED = frozenset(letter + hanzi for some, letters in _AFTER.items() for hanzi in some for letter in letters)
"""A letter with the hanzi after it: A股, X光, T恤."""

PRECEDED = frozenset(
    [f"{hanzi}{letter}" for hanzi in "甲乙" for letter in "ABC"]
    + [f"维生素{letter}" for letter in "ABCDEK"]
    + ["阿Q", "空客A", "波音B", "小A", "小B", "小C", "小D"]
)
"""A letter with the hanzi before it: 甲A, 维生素C."""

TELLING = PRECEDED | {pair for pair in FOLLOWED if pair[1] in "股型形光射恤"}
"""Those whose image is no Chinese: 粤馆 is a restaurant, 运线 the end of 专运线, 粤股 and 载光 are nothing."""

_FIGURED = "5G 4G 3G 2G 6G 4K 8K 2K 3D 2D 5A 4A 3A G2 G7 G8 M0 M1 M2 F1 A4 H1 H5 H7 N1 N9 N8 C9 A3 T3 T2 T1"
FIGURED = frozenset(_FIGURED.split())
"""A letter with the figure before it, or with the first after it."""

_HOMES = """
BP机 BB机 IC卡 IP卡 PC机 AB型 AB团 AB股 AB角 CD盘 CD机 CALL机 QQ群 QQ号 SIM卡 PH值 IP电话 AA制 卡拉OK
"""
HOMES = frozenset(_HOMES.split())
"""Letters that are a word with their hanzi, and hardly without them: 月孕 may be three months and a pregnancy."""
