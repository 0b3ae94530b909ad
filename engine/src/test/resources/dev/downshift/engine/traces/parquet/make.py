"""Makes the Parquet files of the tests: python make.py, with pyarrow 26.0.1."""

import datetime
import json

import pyarrow as pa
import pyarrow.parquet as pq


def conversation(number):
    return {
        "id": f"run-{number}",
        "messages": [
            {"role": "system", "content": "Sort the ticket.", "tool_calls": None},
            {"role": "user", "content": f"Grüße, where is order {number}?", "tool_calls": None},
            {"role": "assistant", "content": None, "tool_calls": [
                {"id": f"call_{number}", "type": "function", "function": {"name": "look_up", "arguments": json.dumps({"order": number})}}]},
            {"role": "tool", "content": "shipped", "tool_calls": None},
            {"role": "assistant", "content": f"Order {number} is on its way.", "tool_calls": []},
        ],
        "created_at": datetime.datetime(2026, 1, 31, 12, 0, number % 60, tzinfo=datetime.timezone.utc),
        "score": None if number % 3 == 0 else number / 4,
        "labels": None if number % 2 else {"kind": "order", "place": None},
        "tags": [] if number % 2 else ["a", None],
    }


def prompt(number):
    return {"prompt": f"Question {number}", "completion": f"Answer {number}", "model": "m-1", "latency_ms": 12.5, "__index_level_0__": number}


def strings(number):
    return {
        "request": json.dumps({"model": "m-1", "messages": [{"role": "user", "content": f"Question {number}"}]}),
        "response": json.dumps({"choices": [{"message": {"role": "assistant", "content": f"Answer {number}"}, "finish_reason": "stop"}]}),
        "metadata": json.dumps({"mark": f"mark-{number}"}),
    }


def write(name, rows, **options):
    pq.write_table(pa.Table.from_pylist(rows), f"{name}.parquet", **options)


write("conversations-zstd", [conversation(number) for number in range(100)], compression="zstd", row_group_size=40, data_page_size=2000)
write("prompts-snappy", [prompt(number) for number in range(100)], compression="snappy", data_page_version="2.0")
write("strings-gzip", [strings(number) for number in range(100)], compression="gzip", use_dictionary=False, write_page_checksum=True, data_page_size=500)
write("strings-none", [strings(number) for number in range(100)], compression="none", row_group_size=20, write_page_checksum=True)
write("prompts-lz4", [prompt(0)], compression="lz4")
write("empty", [], compression="zstd")
write("repeated", [{"prompt": "x" * 100_000, "completion": "y"}] * 20_000, compression="zstd")
write("one-large-page", [{"prompt": "x" * 200_000_000, "completion": "y"}], compression="zstd", use_dictionary=False, write_statistics=False)
write("other-columns", [{"question": "Why?", "stars": 5}], compression="zstd")
