"""Forms of the same first name.

Compiled by the project (November 2026) from general knowledge of names used in North East England, Poland and
Ireland; not taken from any list. Each line is one name in its forms, folded. It is for finding and comparing only:
it never changes what is stored. A form may stand on several lines ("alex"): then it goes with each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

_GROUPS: Final = """
aaron ron ronnie
abigail abi abbie abby gail
adam adas adamek
agnieszka agnes aga agusia
aidan aiden aodhan
albert bert bertie al
alexander alex alec al sandy xander aleksander alek olek sasha
alexandra alex alexa sandra sandy lexi aleksandra ola sasha
alfred alf alfie fred
alison ali allie alyson
amanda mandy
andrew andy drew andrzej andrei jedrek
angela angie ange
ann anne anna annie hannah ania anka anita
anthony antony tony ant anto antoni antek
barbara barb babs basia
bartholomew bart bartosz bartek
beatrice bea trixie
benjamin ben benny benji
bernadette bernie detta
brendan breandan
bridget biddy brid brigid bridie
bronagh bronach
callum calum cal colm
cameron cam
caoimhe keeva kiva
carol caroline carrie karolina
catherine katherine kathryn kathleen kate katie kathy cathy cath kath kat kitty kasia katarzyna caitlin
charles charlie chas chuck karol
charlotte lottie charlie lotte
christine christina chris chrissie tina krystyna
christopher chris kit topher krzysztof krzysiek
ciaran kieran keiran kieron
cillian killian
conor connor conner
daniel dan danny danek domhnall
darren daz
david dave davey davie dawid
deborah debra deb debbie
dennis denis den denny
diarmuid dermot
dominic dominik dom nick
donald don donnie
dorota dorothy dot dottie
douglas doug dougie
edward eddie ed ted teddy ned edek
eileen aileen eibhlin
elizabeth elisabeth liz lizzie beth betty bess eliza elsie libby lisa elzbieta ela
emily em emmy milly
emma em emms
ewa eva eve
eoin eoghan owen ewan euan
frances fran frankie franciszka
francis frank frankie fran franciszek franek
frederick fred freddie freddy
gareth gaz garth
gary garry gaz gazza
geoffrey geoff jeffrey jeff
george georgie jerzy jurek
gerald gerard gerry jerry ged
grainne grania
gregory greg grzegorz grzesiek
helen helena ellen nell nellie
henry harry hal hank henryk heniek
hugh hughie aodh
ian iain
isabel isabelle isobel bella izzy izabela iza
jack john johnny jackie jan janek sean shaun shawn ivan jon
jacob jakub jake kuba
jacqueline jackie jacqui
james jim jimmy jamie seamus shay
janet jan jane janice janina joanna asia
jason jay jase
jennifer jen jenny
jessica jess jessie
joan siobhan joanne jo joanna
jonathan jonathon jon jonny johnny
jordan jord jordy
joseph joe joey jozef joziek
joshua josh
judith judy jude
julia julie jules
katarzyna kasia kaska
kenneth ken kenny
kevin kev caoimhin
kimberley kimberly kim
kyle ky
laura lorraine lori
lawrence laurence larry laurie lorcan wawrzyniec
leanne lianne leeanne
leonard len lenny leo leon
leslie lesley les
lewis louis lou louie
louise lou louisa
lukasz luke lucas luk
magdalena madeleine maddie magda
malgorzata margaret gosia
marcin martin marty
margaret maggie meg peggy marge margie mags mairead
marek mark marc marcus
maria mary marie molly polly maura maire moira marysia
matthew matt matty mateusz
maureen mo
maxwell max maxim maksymilian
megan meg meggie
michael mike mick mickey micky mikey michal mikolaj micheal
michelle shell shelley
mohammed muhammad mohamed mohammad muhammed mo mohd
natalie nat natalia natasha tasha
nathan nath nathaniel nat
niamh neve nieve
nicholas nicolas nick nicky nico mikolaj
nicola nicky nikki
niall neil neal
oisin osheen
oliver ollie olly oliwier
olivia liv livvy
padraig patrick paddy pat patryk
pamela pam
patricia pat patsy tricia trish patrycja
paul paulie pawel
pauline paulina paula
peter pete piotr piotrek peadar
philip phillip phil pip filip
rachel rach rachael
raymond ray
rebecca becky becca bex
richard rick ricky richie dick dickie ryszard rysiek
robert bob bobby rob robbie bert
roger rodge ruaidhri rory
roisin rosheen rose rosie
ronald ron ronnie
rosemary rose rosie
ryan rian
samantha sam sammy
samuel sam sammy
saoirse seersha
sarah sara sally sadie
scott scotty
sebastian seb bastian
shannon shan
sharon shaz shaza
sinead jane
simon si szymon
stanley stan stanislaw stach
stephanie steph stef
stephen steven steve stevie stefan szczepan
stuart stewart stu
susan sue susie suzanne zuzanna
tadhg timothy tim timmy teague
terence terry tel
theresa teresa terri tess tessa
thomas tom tommy tomasz tomek
tracey tracy trace
valerie val
victoria vicky vikki tori wiktoria
vincent vince vinny vinnie
violet vi
walter wal wally
wayne wayno
william bill billy will willie wiliam liam
wojciech wojtek
zachary zac zack zak
zbigniew zbyszek
"""


def _by_form() -> Mapping[str, frozenset[int]]:
    lines: defaultdict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(_GROUPS.split("\n")):
        for form in line.split():
            lines[form].add(number)
    return {form: frozenset(numbers) for form, numbers in lines.items()}


_LINES_OF: Final = _by_form()
_FORMS: Final = tuple(line.split() for line in _GROUPS.split("\n"))
_NONE: Final[frozenset[int]] = frozenset()


def share_a_nickname(first: str, second: str) -> bool:
    """Whether two different folded first names are forms of one name."""
    return first != second and bool(_LINES_OF.get(first, _NONE) & _LINES_OF.get(second, _NONE))


def forms_of(name: str) -> frozenset[str]:
    """Every other form of a folded first name: what a search should also look for."""
    return frozenset(form for number in _LINES_OF.get(name, _NONE) for form in _FORMS[number]) - {name}
