"""Names and places of the synthetic partnership: lists of our own, common in the region or in no way special to anyone."""

GIVEN = """Aaron Abbie Adam Aisha Alan Alex Alice Amy Andrew Angela Anna Anthony Ashley Barry Becky Ben Beth Bilal Brandon Brian
Callum Cameron Carl Carol Chantelle Charlie Chloe Chris Claire Colin Connor Craig Dale Daniel Danielle Darren Dave
Dawn Dean Debbie Declan Demi Denise Derek Diane Donna Dylan Eddie Ellie Emily Emma Eric Ethan Faisal Faye Fiona Frank
Gareth Gary Gavin Gemma George Georgia Glen Graham Grant Hannah Harry Hassan Hayley Heather Helen Holly Ian Imran
Isaac Jack Jade Jake James Jamie Jane Janet Jason Jay Jemma Jenny Jess Joanne Joe John Jordan Josh Julie Karen Kate
Katie Keith Kelly Ken Kerry Kevin Kieran Kim Kirsty Kyle Lauren Leah Lee Leon Leroy Lewis Liam Linda Lisa Louise Lucy
Luke Maciej Malcolm Marek Maria Mark Martin Mason Matthew Megan Michael Michelle Mohammed Molly Nathan Natasha Neil
Nicola Nigel Oliver Omar Owen Paige Pamela Patrick Paul Paula Peter Phil Rachel Rebecca Reece Rhys Richard Rob Robyn
Rory Ross Ruth Ryan Sam Samantha Sandra Sara Scott Sean Shane Shannon Sharon Shaun Simon Sophie Stacey Stefan Stephen
Steven Stuart Susan Terry Thomas Tina Toby Tom Tomasz Tony Tracey Tyler Vicky Wayne Wendy William Yasmin
Zoe""".split()  # noqa: SIM905

FAMILY_BEGINNINGS = """Ash Bar Beck Birt Black Blen Brad Bram Bran Brig Brom Burn Cal Carl Chat Clay Clif Cold Cor Craw Dal Darn Den Dil Dry
East El Fair Farn Fel Fen Fern Gar Gate Gil Glen Grim Had Hal Ham Har Hart Hasel Hay Heath Hed Hol Horn Hud Hur Kel
Ken Kil Kirk Lam Lang Lay Led Leigh Lin Long Lut Mar Mel Mid Mil Mor Nor North Oak Old Or Pen Pick Pres Rad Rams Raven
Red Rid Rip Rock Rud Sel Shel Ship Sil Skel Stan Stap Stock Sut Swin Thorn Thur Til Tun Ul Wal Ward Wat Wel West Whit
Wil Win Wol Wood Wor Yar""".split()  # noqa: SIM905

FAMILY_ENDINGS = """bank beck borough bourne brook burn by castle cliffe combe cote cott croft dale den dene don field ford forth gate
gill ham hart haugh head hill holm house hurst ington land law ley low man mere more mouth ridge rigg sett shaw side
stead ston stone thorpe thwaite ton tree wall ward water way well wick wood worth""".split()  # noqa: SIM905

STREETS = """Bede Castle Chapel Church Cuthbert Durham Escomb Front Garden George Grange Hawthorn High Hilda Juniper Kestrel King
Laurel Mill Minster Neville Newgate North Oak Park Pinewood Poplar Prebend Queen Railway Regent River Rowan School
Sherburn Station Stephenson Tees Victoria Viaduct Wear Wharton""".split()  # noqa: SIM905

KINDS_OF_STREET = ("Street", "Road", "Terrace", "Avenue", "Close", "Crescent")

TOWNS = {
    "Bishop Auckland": "DL14",
    "Darlington": "DL1",
    "Durham": "DH1",
    "Gateshead": "NE8",
    "Hartlepool": "TS24",
    "Middlesbrough": "TS1",
    "Morpeth": "NE61",
    "Newcastle": "NE1",
    "North Shields": "NE29",
    "Peterlee": "SR8",
    "Redcar": "TS10",
    "South Shields": "NE33",
    "Stockton": "TS18",
    "Sunderland": "SR1",
}
"""Towns and the postcode district each stands in."""
