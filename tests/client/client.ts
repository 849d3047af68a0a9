/*
 * client.js URL USERNAME <PASSWORD: signs in, punches and looks at the clock
 * as a stranger would, by a client of which every type is generated from the
 * service's document (api.d.ts). Prints TAP.
 */
import createClient from "openapi-fetch";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { components, paths } from "./api.js";

const [baseUrl, username] = process.argv.slice(2);
const password = readFileSync(0, "utf8").trimEnd();
const boot_id = randomUUID();
let count = Number(process.env.TESTS_DONE ?? 0);

function check(name: string, good: boolean, seen: unknown): void {
	console.log(`${good ? "ok" : "not ok"} ${++count} - ${name}`);
	if (good)
		return;
	console.log("# " + JSON.stringify(seen));
	console.log(`1..${count}`);
	process.exit(1);
}

/* A UUID of version 7: ids begin with when they were made. */
function newId(): string {
	const at = Date.now().toString(16).padStart(12, "0");

	return at.slice(0, 8) + "-" + at.slice(8) + "-7" +
		randomUUID().slice(15);
}

function stamp(): components["schemas"]["Stamp"] {
	return {
		at: new Date().toISOString(),
		zone: "Etc/UTC",
		offset_s: 0,
		boot_id,
		boottime_ms: Math.round(performance.now()),
	};
}

function bearer(token: string): { Authorization: string } {
	return { Authorization: `Bearer ${token}` };
}

const client = createClient<paths>({ baseUrl });

const session = await client.POST("/v1/token", {
	body: {
		grant_type: "password",
		company_id: "acme",
		username,
		password,
		device: newId(),
		device_name: "generated",
	},
});
check("signs in", session.data?.enrolment !== undefined, session.error);
const { access_token, person, enrolment } = session.data!;

const catalogue = await client.GET("/v1/catalog", {
	params: { query: { limit: 1000 } },
	headers: bearer(access_token),
});
const entries = catalogue.data?.entries ?? [];
const location = entries.find((it) => it.all_cost_codes)?.id;
const cost_code = entries.find((it) => it.kind === "cost_code")?.id;
check("finds a job", location !== undefined && cost_code !== undefined,
	catalogue.error);

const id = newId();
const delivery = await client.POST("/v1/punches", {
	headers: bearer(enrolment!.credential!),
	body: {
		enrolment: enrolment!.id,
		now: stamp(),
		highest: 1,
		punches: [{
			id,
			employee: person.id,
			pressed_by: person.id,
			kind: "go",
			location,
			cost_code,
			number: 1,
			...stamp(),
		}],
	},
});
check("punches", delivery.data?.results[0]?.result === "recorded",
	delivery);

const clock = await client.GET("/v1/clock", {
	params: { query: {} },
	headers: bearer(access_token),
});
check("is on the clock", clock.data?.state === "in", clock);

const refused = await client.GET("/v1/me", { headers: bearer("cca_none") });
check("is told why not, in words", refused.response.status === 401 &&
	refused.error?.title !== undefined, refused);
console.log(`1..${count}`);
