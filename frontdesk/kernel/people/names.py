"""Chinese names as people sort and find them: by pinyin."""

from pypinyin import Style, lazy_pinyin, load_phrases_dict

# Surnames that the general reading gets wrong.
SURNAMES = {
    "单": "shàn", "曾": "zēng", "仇": "qiú", "解": "xiè", "区": "ōu", "查": "zhā", "任": "rén", "华": "huà",
    "盖": "gě", "朴": "piáo", "翟": "zhái", "尉": "wèi", "缪": "miào", "燕": "yān", "乐": "yuè", "洗": "xiǎn",
    "覃": "qín", "阚": "kàn", "卜": "bǔ", "薄": "bó", "都": "dū", "员": "yùn", "种": "chóng", "繁": "pó",
    "召": "shào", "黑": "hè", "隗": "wěi", "郇": "xún", "乜": "niè", "么": "yāo", "折": "shé", "祭": "zhài",
    "句": "gōu", "秘": "bì", "能": "nài",
}  # fmt: skip
COMPOUND = {
    "尉迟": [["yù"], ["chí"]],
    "长孙": [["zhǎng"], ["sūn"]],
    "万俟": [["mò"], ["qí"]],
    "单于": [["chán"], ["yú"]],
}
load_phrases_dict(COMPOUND)


def _syllables(name, style):
    name = name.strip()
    if name[:2] in COMPOUND or name[:1] not in SURNAMES:
        return lazy_pinyin(name, style=style)
    return [_plain(SURNAMES[name[0]], style), *lazy_pinyin(name[1:], style=style)]


def _plain(syllable, style):
    plain = "".join(_TONES.get(letter, letter) for letter in syllable)
    return plain[0] if style is Style.FIRST_LETTER else plain


_TONES = dict(zip("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü", "aaaaeeeeiiiioooouuuuvvvvv", strict=True))


def sort_key(name):
    """'单晓明' → 'shan xiao ming', lower case, for ordering."""
    return " ".join(_syllables(name, Style.NORMAL)).lower()[:200]


def initials(name):
    """'单晓明' → 'sxm', for finding somebody while typing. Letters and digits are kept, the rest falls away."""
    return "".join(part for part in _syllables(name, Style.FIRST_LETTER) if part.isalnum()).lower()[:40]
