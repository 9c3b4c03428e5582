"""The same rules with libraries that people use for such work, as far as these can say them.

`python rivals.py NAME DATA OUT`; NAME is pandas, great_expectations or pm4py. Ids and seconds go to OUT as JSON.
pandas judges precedence and the five columns; great-expectations the five columns, with every failing id; pm4py precedence.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

AS_OF = "2026-06-30"
Ids = dict[str, list[str]]
Work = Callable[[], Ids]
"""What is timed; reading the files comes before it."""


def by_pandas(data: Path) -> Work:
    import pandas

    contracts = pandas.read_parquet(data / "contract.parquet", engine="pyarrow")
    approvals = pandas.read_parquet(data / "approval.parquet", columns=["contract_no", "role", "decided_at"], engine="pyarrow")
    return lambda: _with_pandas(pandas, contracts, approvals)


def _with_pandas(pandas, contracts, approvals) -> Ids:
    as_of = pandas.Timestamp(AS_OF).date()
    legal = approvals[approvals.role == "legal"].groupby("contract_no").decided_at.min().rename("first")
    signed = contracts[contracts.signed_at.notna() & (contracts.signed_at <= as_of)].merge(legal, on="contract_no", how="left")
    number = contracts.contract_no
    return {
        "B-3.a": sorted(signed[~(signed["first"] <= signed.signed_at)].contract_no),
        "B-4.a": sorted(number[contracts.title.isna() | (contracts.title == "")]),
        "B-4.b": sorted(number[contracts.duplicated("serial", keep=False)]),
        "B-4.c": sorted(number[~contracts.phone.str.fullmatch("1[0-9]{10}")]),
        "B-4.d": sorted(number[~contracts.region.isin(["north", "south", "east", "west"])]),
        "B-4.e": sorted(number[~contracts.discount.between(0, 30)]),
    }


def by_great_expectations(data: Path) -> Work:
    import great_expectations as gx
    import pandas
    from great_expectations import expectations as gxe

    frame = pandas.read_parquet(data / "contract.parquet", engine="pyarrow")
    context = gx.get_context(mode="ephemeral")
    asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("contract")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    wanted = {
        "B-4.a": gxe.ExpectColumnValuesToNotBeNull(column="title"),
        "B-4.b": gxe.ExpectColumnValuesToBeUnique(column="serial"),
        "B-4.c": gxe.ExpectColumnValuesToMatchRegex(column="phone", regex="^1[0-9]{10}$"),
        "B-4.d": gxe.ExpectColumnValuesToBeInSet(column="region", value_set=["north", "south", "east", "west"]),
        "B-4.e": gxe.ExpectColumnValuesToBeBetween(column="discount", min_value=0, max_value=30),
    }
    suite = gx.ExpectationSuite("columns", expectations=list(wanted.values()))
    return lambda: _failing(batch, suite, wanted)


def _failing(batch, suite, wanted) -> Ids:
    result = batch.validate(suite, result_format={"result_format": "COMPLETE", "unexpected_index_column_names": ["contract_no"]})
    types = {expectation.expectation_type: check for check, expectation in wanted.items()}
    return {types[r.expectation_config.type]: sorted(i["contract_no"] for i in r.result["unexpected_index_list"]) for r in result.results}


def by_pm4py(data: Path) -> Work:
    import pandas
    import pm4py
    from pm4py.algo.conformance.declare import algorithm as declare

    contracts = pandas.read_parquet(data / "contract.parquet", columns=["contract_no", "signed_at"], engine="pyarrow")
    approvals = pandas.read_parquet(data / "approval.parquet", columns=["contract_no", "role", "decided_at"], engine="pyarrow")
    return lambda: _with_pm4py(pandas, pm4py, declare, contracts, approvals)


def _with_pm4py(pandas, pm4py, declare, contracts, approvals) -> Ids:
    signed = contracts[contracts.signed_at.notna()].assign(activity="signed").rename(columns={"signed_at": "at"})
    legal = approvals[approvals.role == "legal"].assign(activity="legal").rename(columns={"decided_at": "at"}).drop(columns="role")
    log = pandas.concat([legal, signed]).assign(at=lambda frame: pandas.to_datetime(frame["at"]))
    log = log.sort_values(["contract_no", "at", "activity"], kind="stable")  # on one day the decision counts as first
    log = pm4py.format_dataframe(log, case_id="contract_no", activity_key="activity", timestamp_key="at")
    model = {"precedence": {("legal", "signed"): {"support": 1, "confidence": 1}}}
    results = declare.apply(log, model)
    cases = log["case:concept:name"].drop_duplicates()
    return {"B-3.a": sorted(case for case, result in zip(cases, results, strict=True) if not result["is_fit"])}


RIVALS = {"pandas": by_pandas, "great_expectations": by_great_expectations, "pm4py": by_pm4py}


def main(name: str, data: Path, out: Path) -> None:
    work = RIVALS[name](data)
    start, worked = time.perf_counter(), time.process_time()
    ids = work()
    seconds = [time.perf_counter() - start, time.process_time() - worked]
    out.write_text(json.dumps({"ids": ids, "seconds": seconds}), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
