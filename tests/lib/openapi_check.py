#!/usr/bin/python3
"""openapi_check.py ANSWERS: what the service said, a JSON object a line,
against its OpenAPI document. Exits with 1 and a line for each difference."""

import json
import re
import sys

import jsonschema

DOCUMENT = "src/service/openapi.json"

with open(DOCUMENT, encoding="utf-8") as f:
    document = json.load(f)
resolver = jsonschema.RefResolver("", document)


def follow(node):
    while "$ref" in node:
        node = resolver.resolve(node["$ref"])[1]
    return node


# "/v1/sessions/{id}" as what it matches.
TEMPLATES = {re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.sub(
    r"\\{id\\}", "[0-9a-fA-F-]{36}", re.escape(path)))): operations
             for path, operations in document["paths"].items()}


def operation_of(answer):
    path = next((operations for template, operations in TEMPLATES.items()
                 if template.fullmatch(answer["path"])), {})
    method = answer["method"]
    return path.get(method.lower()) if method.isupper() else None


def check_body(answer, content):
    if not content:
        return [] if answer["body"] == "" else ["has a body"]
    media = content.get(answer["content_type"].split(";")[0])
    if media is None:
        return ["content type " + answer["content_type"]]
    if media["schema"] == {"type": "string"}:
        return []
    try:
        body = json.loads(answer["body"])
    except ValueError as error:
        return ["not JSON: %s" % error]
    validator = jsonschema.Draft202012Validator(
        media["schema"], resolver=resolver)
    return ["%s: %s" % ("/".join(map(str, e.absolute_path)), e.message)
            for e in validator.iter_errors(body)]


def check_headers(answer, headers):
    said = {"ETag": answer["etag"], "WWW-Authenticate": answer["challenge"],
            "Retry-After": answer["retry_after"]}
    for name, header in headers.items():
        if follow(header).get("required") and not said.get(name):
            yield "no " + name
    for name, value in said.items():
        if value and name not in headers:
            yield "%s is not in the document" % name


def check(answer):
    operation = operation_of(answer)
    if operation is None:
        if answer["status"] not in (404, 405):
            return ["no such operation"]
        if (answer["status"] == 405) != bool(answer["allow"]):
            return ["405 and Allow go together"]
        problem = document["components"]["responses"]["NotFound"]
        return check_body(answer, problem["content"])
    response = operation["responses"].get(str(answer["status"]))
    if response is None:
        return ["status %d is not in the document" % answer["status"]]
    response = follow(response)
    return (check_body(answer, response.get("content"))
            + list(check_headers(answer, response.get("headers", {}))))


def main():
    failed = False
    with open(sys.argv[1], encoding="utf-8") as f:
        for line in f:
            answer = json.loads(line)
            for what in check(answer):
                print("openapi: %s %s %d: %s" % (
                    answer["method"], answer["path"], answer["status"],
                    what))
                failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
