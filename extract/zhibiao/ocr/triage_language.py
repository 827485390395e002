"""Whether the characters of a text layer can be Chinese text at all; a shifted font table gives others."""

from __future__ import annotations

from collections.abc import Iterable

from zhibiao.records.page import Word

# The commonest characters of general and of budget Chinese: together more than half of any such text.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已"
    "通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几"
    "九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收"
    "证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温"
    "传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般"
    "史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆"
    "包火住调满县局照参红细引听该铁价严预项财绩拨款项指标额服益续率费购补检监督项评完成及时项责任职能季度编制预算支出收入经费项"
)
_LEAST = 60  # Chinese characters from which on a page can be judged
_ODD = 0.25


def odd_language(words: Iterable[Word]) -> float | None:
    """Share of common characters among the Chinese ones where it is too small to be text, else None."""
    chinese = [c for w in words for c in w.text if "\u3400" <= c <= "\u9fff"]
    if len(chinese) < _LEAST:
        return None
    share = sum(c in _COMMON for c in chinese) / len(chinese)
    return share if share < _ODD else None
