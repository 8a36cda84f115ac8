"""Quayland, the invented state: its files are honest copies of its truth, and keep its secrets."""

import csv
import hashlib
from pathlib import Path

import polars as pl
import pytest

from sectoral.errors import WrongUse
from sectoral.invented import Truth, invent

KEY = ["area", "ownership", "industry"]
OWNERS = {"0": "all", "1": "federal", "2": "state", "3": "local", "5": "private"}


def greatest(numbers: pl.Series) -> float:
    """The number farthest from zero, without its sign."""
    return max(abs(float(n)) for n in numbers)


def digests(files: tuple[Path, ...]) -> dict[str, str]:
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def published(out: Path, year: int, name: str = "qcew") -> pl.DataFrame:
    """One year's file with the words of the truth and numbers as numbers."""
    frame = pl.read_csv(out / f"{name}_{year}_annual.csv.gz", infer_schema=False)
    codes = ["area_fips", "own_code", "industry_code", "agglvl_code", "qtr"]
    texts = [*codes, *(c for c in frame.columns if c.endswith("disclosure_code"))]
    return frame.with_columns(
        pl.col(c).cast(pl.Float64) for c in frame.columns if c not in texts
    ).with_columns(
        area=pl.col("area_fips"),
        industry=pl.col("industry_code"),
        ownership=pl.col("own_code").replace_strict(OWNERS),
        hidden=pl.col("disclosure_code") == "N",
    )


def true_cells(truth: Truth, year: int) -> pl.DataFrame:
    return truth.cells.filter(pl.col("year") == year).with_columns(
        pl.col("ownership").cast(pl.String)
    )


def sums(cells: pl.DataFrame) -> pl.DataFrame:
    """Every sum a reader could write down: `total` names it, `part` says who adds up to it.

    An industry is the sum of the codes below it, all owners the sum of owners, and the state
    the sum of its counties. Written for the test, apart from the generator's own.
    """
    goods = {"11": "1011", "21": "1011", "23": "1012", "31-33": "1013"}
    services = {"22": "1021", "42": "1021", "44-45": "1021", "48-49": "1021", "51": "1022"}
    services |= {"52": "1023", "53": "1023", "54": "1024", "55": "1024", "56": "1024"}
    services |= {"61": "1025", "62": "1025", "71": "1026", "72": "1026", "81": "1027"}
    above = goods | services | {"92": "1028", "99": "1029", "101": "10", "102": "10"}
    above |= dict.fromkeys(goods.values(), "101") | {"1028": "102", "1029": "102"}
    above |= dict.fromkeys(services.values(), "102")
    joined = {"31": "31-33", "32": "31-33", "33": "31-33", "44": "44-45", "45": "44-45"}
    joined |= {"48": "48-49", "49": "48-49"}

    def parent(level: str, code: str) -> str:
        if level == "group":
            return code[:3]
        if level == "subsector":
            return joined.get(code[:2], code[:2])
        return above[code]

    rows = []
    for area, owner, code, level in cells.select(*KEY, "level").iter_rows():
        if owner != "all" and level == "total":
            rows.append((area, owner, code, f"{area} all 10"))
        elif owner != "all":
            rows.append((area, owner, code, f"{area} {owner} {parent(level, code)}"))
        if area.startswith("80") and area != "80000":
            rows.append((area, owner, code, f"state {owner} {code}"))
    parts = pl.DataFrame(rows, schema=[*KEY, "sum"], orient="row").with_columns(whole=False)
    wholes = (
        parts.select("sum")
        .unique()
        .with_columns(pl.col("sum").str.replace("^state ", "80000 ").str.split(" ").alias("words"))
    )
    wholes = wholes.select(
        pl.col("words").list.get(0).alias("area"),
        pl.col("words").list.get(1).alias("ownership"),
        pl.col("words").list.get(2).alias("industry"),
        "sum",
        whole=True,
    )
    return pl.concat([parts, wholes])


# ── the same seed, the same bytes ────────────────────────────────────────────────────────


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = invent(tmp_path / "a", seed=7, counties=14, metros=1, years=2)
    second = invent(tmp_path / "b", seed=7, counties=14, metros=1, years=2)
    assert digests(first.files) == digests(second.files)
    assert first.cells.equals(second.cells)


def test_another_seed_gives_another_state(tmp_path: Path) -> None:
    first = invent(tmp_path / "a", seed=1, counties=14, metros=1, years=1)
    second = invent(tmp_path / "b", seed=2, counties=14, metros=1, years=1)
    assert (
        digests(first.files)["qcew_2019_annual.csv.gz"]
        != (digests(second.files)["qcew_2019_annual.csv.gz"])
    )


# ── the truth adds up, and the files tell it ─────────────────────────────────────────────


@pytest.mark.parametrize("measure", ["establishments", "jobs", "pay_usd"])
@pytest.mark.parametrize("year", [2021, 2022])
def test_every_sum_of_the_truth_holds(
    quayland: tuple[Path, Truth], year: int, measure: str
) -> None:
    cells = true_cells(quayland[1], year)
    members = sums(cells).join(cells, on=KEY)
    added = members.group_by("sum").agg(
        pl.col(measure).filter(~pl.col("whole")).sum().alias("parts"),
        pl.col(measure).filter(pl.col("whole")).sum().alias("whole"),
    )
    assert added.height > 5_000
    assert added.filter(pl.col("parts") != pl.col("whole")).is_empty()


def test_disclosed_cells_say_the_truth_and_hidden_ones_say_zero(
    quayland: tuple[Path, Truth],
) -> None:
    out, truth = quayland
    for year in truth.years:
        both = pl.concat([published(out, year), published(out, year, "qcew_us")]).join(
            true_cells(truth, year), on=KEY, how="full", coalesce=True
        )
        assert both["withheld"].null_count() == both["hidden"].null_count() == 0
        assert both["hidden"].equals(both["withheld"], check_names=False)
        assert both.filter(pl.col("annual_avg_estabs") != pl.col("establishments")).is_empty()
        shown = both.filter(~pl.col("hidden"))
        assert shown.filter(pl.col("annual_avg_emplvl") != pl.col("jobs")).is_empty()
        assert shown.filter(pl.col("total_annual_wages") != pl.col("pay_usd")).is_empty()


def test_nothing_of_a_hidden_cell_leaks_but_its_establishments(
    quayland: tuple[Path, Truth],
) -> None:
    out, truth = quayland
    for year in truth.years:
        hidden = published(out, year).filter("hidden")
        assert hidden.height > 2_000
        assert hidden["lq_disclosure_code"].unique().to_list() == ["N"]
        assert hidden["oty_disclosure_code"].unique().to_list() == ["N"]
        kept = {"year", "size_code"}
        numbers = [
            c
            for c, kind in hidden.schema.items()
            if kind == pl.Float64 and "estabs" not in c and c not in kept
        ]
        assert len(numbers) == 24
        assert hidden.select(pl.max_horizontal(pl.col(numbers).abs()).max()).item() == 0


def test_changes_over_the_year_never_reveal_last_years_hidden_cells(
    quayland: tuple[Path, Truth],
) -> None:
    out, _ = quayland
    before = published(out, 2021).filter("hidden").select(KEY)
    now = published(out, 2022).join(before, on=KEY)
    assert now.height > 2_000
    assert now["oty_disclosure_code"].unique().to_list() == ["N"]
    assert greatest(now["oty_annual_avg_emplvl_chg"]) == 0


def test_changes_over_the_year_are_true(quayland: tuple[Path, Truth]) -> None:
    out, truth = quayland
    last = true_cells(truth, 2019).select(*KEY, before="jobs")
    now = published(out, 2020).filter(pl.col("oty_disclosure_code") == "").join(last, on=KEY)
    assert now.height > 4_000
    change = now["annual_avg_emplvl"] - now["before"]
    assert (now["oty_annual_avg_emplvl_chg"] == change).all()


# ── secrets ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("year", [2019, 2022])
@pytest.mark.parametrize("size", [(12, 1, 3), (30, 2, 1)])
def test_no_hidden_cell_can_be_had_by_one_subtraction(
    tmp_path: Path, size: tuple[int, int, int], year: int
) -> None:
    counties, metros, seed = size
    invent(tmp_path, seed=seed, counties=counties, metros=metros, first_year=year, years=1)
    shown = published(tmp_path, year).with_columns(level=_level(pl.col("agglvl_code")))
    members = sums(shown).join(shown.select(*KEY, "hidden"), on=KEY)
    hidden = members.group_by("sum").agg(pl.col("hidden").sum())
    assert hidden.filter(pl.col("hidden") == 1).is_empty()
    assert hidden.filter(pl.col("hidden") > 1).height > 100


def test_cells_of_one_or_two_employers_are_always_hidden(quayland: tuple[Path, Truth]) -> None:
    out, truth = quayland
    for year in truth.years:
        few = published(out, year).filter(
            (pl.col("annual_avg_estabs") < 3) & (pl.col("ownership") != "all")
        )
        assert few.height > 1_000
        assert few["hidden"].all()


def test_about_as_much_is_hidden_as_in_the_real_census(quayland: tuple[Path, Truth]) -> None:
    # 2016 Q1, all counties: sectors 37.7 %, four-digit groups 58.6 % withheld.
    out, truth = quayland
    rows = pl.concat(published(out, y) for y in truth.years)
    share = dict(rows.group_by("agglvl_code").agg(pl.col("hidden").mean()).iter_rows())
    assert 0.2 < share["74"] < 0.45
    assert 0.4 < share["76"] < 0.65
    assert share["70"] == share["50"] == 0


# ── the publisher's own quotients ────────────────────────────────────────────────────────


def test_published_location_quotients_are_the_truths_to_a_hundredth(
    quayland: tuple[Path, Truth],
) -> None:
    out, truth = quayland
    cells = true_cells(truth, 2022)
    totals = cells.filter(pl.col("ownership") == "all").select("area", area_jobs="jobs")
    nation = cells.filter(pl.col("area") == "US000")
    us_jobs = nation.filter(pl.col("ownership") == "all")["jobs"].item()
    here = (
        cells.join(totals, on="area")
        .join(nation.select("ownership", "industry", us="jobs"), on=["ownership", "industry"])
        .with_columns(lq=pl.col("jobs") / pl.col("area_jobs") / (pl.col("us") / us_jobs))
    )
    both = published(out, 2022).filter(~pl.col("hidden")).join(here, on=KEY)
    assert both.height > 5_000
    assert greatest(both["lq"] - both["lq_annual_avg_emplvl"]) <= 0.0051


# ── the other publishers ─────────────────────────────────────────────────────────────────


def test_business_patterns_have_no_cell_of_one_or_two_and_little_noise(
    quayland: tuple[Path, Truth],
) -> None:
    out, truth = quayland
    cbp = pl.concat(
        pl.read_csv(f, infer_schema=False) for f in sorted(out.glob("cbp_*counties_8*.csv.gz"))
    )
    assert cbp.columns == ["state", "county", "YEAR", "NAICS2017", "ESTAB", "EMP", "PAYANN"]
    numbers = cbp.with_columns(pl.col("ESTAB", "EMP", "PAYANN").cast(pl.Int64))
    assert numbers["ESTAB"].min() == 3
    withheld = numbers.filter(pl.col("EMP") == 0).height / numbers.height
    assert 0.01 < withheld < 0.05
    known = numbers.filter(
        (pl.col("EMP") > 20) & (pl.col("NAICS2017").is_in(["23", "72", "62"]))
    ).with_columns(area=pl.col("state") + pl.col("county"), year=pl.col("YEAR").cast(pl.Int16))
    both = known.join(
        truth.cells.filter(pl.col("ownership") == "private"),
        left_on=["area", "year", "NAICS2017"],
        right_on=["area", "year", "industry"],
    )
    assert both.height > 100
    assert greatest(both["EMP"] / both["jobs"] - 0.985) < 0.07


def test_commuting_has_people_who_work_abroad_and_everyone_mostly_stays(
    quayland: tuple[Path, Truth],
) -> None:
    out, truth = quayland
    flows = pl.read_csv(out / "acs_2016_2020_county_flows.csv.gz", infer_schema=False)
    assert flows.columns == ["res_fips", "work_fips", "workers"]
    assert "XXXXXX" in flows["work_fips"].to_list()
    workers = flows.with_columns(pl.col("workers").cast(pl.Int64))
    home = sum(workers.filter(pl.col("res_fips") == pl.col("work_fips"))["workers"])
    assert 0.65 < home / sum(workers["workers"]) < 0.9
    assert set(flows["res_fips"]) == set(truth.regions)


def test_commuting_with_margins_keeps_states_and_counties_apart(tmp_path: Path) -> None:
    invent(tmp_path, counties=14, metros=1, years=1, margins=True)
    flows = pl.read_csv(tmp_path / "acs_2009_2013_county_flows.csv.gz", infer_schema=False)
    names = ["h_state_fips", "h_county_fips", "w_state_fips", "w_county_fips", "flow", "moe"]
    assert flows.columns == names
    assert set(flows["w_state_fips"].drop_nulls()) == {"080", "081", "082", "301"}
    assert flows["w_state_fips"].null_count() > 0
    small = flows.filter(pl.col("flow").cast(pl.Int64) < 10)
    assert (small["moe"].cast(pl.Int64) >= small["flow"].cast(pl.Int64)).all()


def test_a_projected_sector_is_the_sum_of_its_groups(quayland: tuple[Path, Truth]) -> None:
    lines = (quayland[0] / "industry_table_2_7.csv").read_text().splitlines()
    assert lines[1].startswith("Industry, 2022 NAICS,Employment,")
    rows = [row for row in csv.reader(lines[6:]) if row[3]]
    jobs = {row[1].strip(): float(row[3]) for row in rows}
    parts = sum(n for code, n in jobs.items() if code.startswith("62") and len(code) == 4)
    assert parts == pytest.approx(jobs["62"], abs=1)


def test_occupations_of_a_place_add_to_all_its_occupations(quayland: tuple[Path, Truth]) -> None:
    frame = pl.read_csv(quayland[0] / "oews_2022_states.csv.gz", infer_schema=False)
    jobs = frame.filter(pl.col("value_01") != "-").with_columns(pl.col("value_01").cast(pl.Int64))
    total = jobs.filter(pl.col("occupation_code") == "000000")["value_01"].item()
    major = jobs.filter(
        pl.col("occupation_code").str.ends_with("0000") & (pl.col("occupation_code") != "000000")
    )
    assert major["value_01"].sum() == pytest.approx(total, rel=0.002)


def test_metropolitan_counties_are_those_of_the_delineation(quayland: tuple[Path, Truth]) -> None:
    out, truth = quayland
    rows = pl.read_csv(out / "cbsa_list1_march_2020.csv", infer_schema=False)
    listed = set(rows["FIPS State Code"] + rows["FIPS County Code"])
    metro = truth.counties.filter(pl.col("kind") == "metropolitan")
    assert listed == set(metro["area"])
    assert rows["CBSA Code"].n_unique() == 2
    assert (rows["Central/Outlying County"] == "Central").sum() == 2


# ── what is interesting about it ─────────────────────────────────────────────────────────


def test_the_pandemic_empties_kitchens_and_2022_refills_them(
    quayland: tuple[Path, Truth],
) -> None:
    meals = quayland[1].cells.filter(
        (pl.col("area") == "80000")
        & (pl.col("industry") == "72")
        & (pl.col("ownership") == "private")
    )
    jobs = dict(meals.select("year", "jobs").iter_rows())
    assert jobs[2020] < 0.9 * jobs[2019]
    assert jobs[2022] > 1.08 * jobs[2020]


def test_one_employer_holds_the_company_town(quayland: tuple[Path, Truth]) -> None:
    _, truth = quayland
    area, industry = truth.company_town
    cells = truth.cells.filter(
        (pl.col("area") == area) & (pl.col("ownership") == "private") & (pl.col("year") == 2019)
    )
    jobs = dict(cells.select("industry", "jobs").iter_rows())
    assert jobs[industry] > 0.4 * jobs["10"]
    row = cells.filter(pl.col("industry") == industry)
    assert row["establishments"].item() == 1
    assert row["withheld"].item()


def test_the_thin_sector_is_thin(quayland: tuple[Path, Truth]) -> None:
    _, truth = quayland
    region, sector = truth.thin
    inside = [a for a, r in truth.regions.items() if r == region]
    cells = truth.cells.filter(
        pl.col("area").is_in(inside)
        & (pl.col("industry") == sector)
        & (pl.col("ownership") == "private")
    )
    by_year = cells.group_by("year").agg(pl.col("establishments").sum())["establishments"]
    assert max(by_year, default=0) < 10


def test_regions_are_known_for_what_their_kind_does(quayland: tuple[Path, Truth]) -> None:
    _, truth = quayland
    kinds = truth.counties.select("area", "kind")
    jobs = truth.cells.filter((pl.col("year") == 2019) & (pl.col("ownership") == "private")).join(
        kinds, on="area"
    )

    def share(kind: str, industries: list[str]) -> float:
        here = jobs.filter(pl.col("kind") == kind)
        some = here.filter(pl.col("industry").is_in(industries))["jobs"]
        return sum(some) / sum(here.filter(pl.col("industry") == "10")["jobs"])

    for kind, industries in (
        ("farm", ["111", "112"]),
        ("mountain", ["721"]),
        ("mining", ["212"]),
        ("mill", ["321", "322"]),
    ):
        others = {"metropolitan", "farm", "mountain", "mining", "mill"} - {kind}
        assert all(share(kind, industries) > 2 * share(other, industries) for other in others)


# ── sizes ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("counties", "metros", "cross_border"), [(12, 1, False), (12, 2, True), (60, 4, True)]
)
def test_states_come_in_other_sizes(
    tmp_path: Path, counties: int, metros: int, *, cross_border: bool
) -> None:
    truth = invent(tmp_path, counties=counties, metros=metros, years=1, cross_border=cross_border)
    inside = truth.counties.filter(pl.col("state") == "80")
    assert inside.height == counties
    assert truth.counties.height == counties + 2 * cross_border
    assert truth.counties.group_by("region").len()["len"].to_list().count(1) == 0
    kinds = truth.counties.select("region", "kind").unique()
    assert (kinds["kind"] == "metropolitan").sum() == metros
    assert truth.counties["name"].n_unique() == truth.counties.height


def test_the_neighbours_counties_belong_to_a_region_of_the_state(
    quayland: tuple[Path, Truth],
) -> None:
    _, truth = quayland
    abroad = {r for a, r in truth.regions.items() if a.startswith("81")}
    assert len(abroad) == 1
    assert abroad <= {r for a, r in truth.regions.items() if a.startswith("80")}


@pytest.mark.parametrize(
    ("counties", "metros", "words"),
    [(3, 1, "12 to 900 counties; got 3"), (30, 9, "1 to 5 metropolitan regions; got 9")],
)
def test_an_impossible_state_is_refused(
    tmp_path: Path, counties: int, metros: int, words: str
) -> None:
    with pytest.raises(WrongUse, match=words):
        invent(tmp_path / "none", counties=counties, metros=metros)
    assert not (tmp_path / "none").exists()


def _level(agglvl: pl.Expr) -> pl.Expr:
    words = ["total", "total", "domain", "supersector", "sector", "subsector", "group"]
    return agglvl.str.slice(1).cast(pl.Int64).replace_strict(dict(enumerate(words)))
