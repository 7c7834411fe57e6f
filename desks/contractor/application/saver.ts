/**
 * Saves a form while it is filled in: some time after the last change, one saving after the other.
 *
 * A saving whose answer did not arrive is repeated as it was, with its key: the server then knows it if it had arrived.
 */
import { makeKey } from "../../gql/idempotency.ts";
import { type Problem, type Refused, UNREACHABLE } from "../../gql/outcomes.ts";
import type { Input } from "./form.ts";

export type Saving =
  | { is: "untouched" }
  | { is: "unsaved" }
  | { is: "saving" }
  | { is: "saved"; at: string }
  /** The network is cut, or the server cannot save now: it is tried again. */
  | { is: "unreachable" }
  | { is: "delayed" }
  | { is: "refused"; message: string; problems: readonly Problem[] }
  | { is: "changed"; version: number; by: string | null; at: string | null };

export type Attempt = { applicationId: string | null; version: number | null; draft: Input; idempotencyKey: string };
export type Kept = { id: string; version: number; savedAt: string };
type Answer = { ok: true; value: Kept } | Refused;
type Options = {
  send: (attempt: Attempt) => Promise<Answer>;
  tell: (saving: Saving) => void;
  /** The draft got its id. */
  created: (id: string) => void;
  id: string | null;
  version: number | null;
  savedAt: string | null;
  input: Input;
};

/** Milliseconds without a change before it is saved. */
const PAUSE = 900;
/** Milliseconds before a saving that did not arrive is tried again. */
const AGAIN = 5000;
/** Codes that say that the input, not the moment, is the problem. */
const REFUSALS = new Set([
  "InvalidInput",
  "WrongState",
  "NotFound",
  "IdempotencyConflict",
  "BAD_USER_INPUT",
  "FORBIDDEN",
]);

export class Saver {
  id: string | null;
  #version: number | null;
  #savedAt: string | null;
  #wanted: Input;
  #saved: string;
  #refused: string | null = null;
  #attempt: Attempt | null = null;
  #isChanged = false;
  #running: Promise<boolean> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
    this.id = options.id;
    this.#version = options.version;
    this.#savedAt = options.savedAt;
    this.#wanted = options.input;
    this.#saved = JSON.stringify(options.input);
  }

  /** Whether a form is stored that can be deleted. */
  get hasSaved(): boolean {
    return this.#savedAt !== null;
  }

  get isUnsaved(): boolean {
    return this.#running !== null || this.#attempt !== null || JSON.stringify(this.#wanted) !== this.#saved;
  }

  /** The form as it is now. */
  want(input: Input): void {
    this.#wanted = input;
    if (this.#isChanged) return;
    if (!this.isUnsaved) this.#rest();
    else if (JSON.stringify(input) !== this.#refused) {
      if (this.#running === null) this.#options.tell({ is: "unsaved" });
      this.#later(PAUSE);
    }
  }

  /** Save at once what is not saved; with `needsId` also a form without any change that has no id yet. Whether all is saved. */
  async flush(needsId = false): Promise<boolean> {
    clearTimeout(this.#timer);
    while (!this.#isChanged && (this.isUnsaved || (needsId && this.id === null))) {
      if (!(await this.#once())) return false;
    }
    return !this.#isChanged;
  }

  /** After somebody else's saving: keep what stands here, over that version or (null) as a new draft. */
  async keepMine(over: number | null): Promise<boolean> {
    if (over === null) this.id = null;
    this.#version = over;
    this.#isChanged = false;
    this.#saved = "";
    return await this.flush(true);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Nothing of it is to be saved any more: it was deleted or sent. */
  abandon(): void {
    this.stop();
    this.#isChanged = true;
    this.#attempt = null;
    this.#saved = JSON.stringify(this.#wanted);
  }

  #later(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.isUnsaved) void this.#once();
    }, delay);
  }

  #rest(): void {
    const at = this.#savedAt;
    this.#options.tell(at === null ? { is: "untouched" } : { is: "saved", at });
  }

  #once(): Promise<boolean> {
    this.#running ??= this.#save().finally(() => {
      this.#running = null;
      if (this.#attempt === null && this.#refused === null && !this.#isChanged && this.isUnsaved) this.#later(PAUSE);
    });
    return this.#running;
  }

  async #save(): Promise<boolean> {
    const attempt = this.#attempt ?? this.#next();
    this.#attempt = attempt;
    this.#options.tell({ is: "saving" });
    const answer = await this.#options.send(attempt);
    if (!answer.ok) return this.#failed(answer, attempt);
    this.#attempt = null;
    this.#refused = null;
    const isNew = this.id === null;
    this.id = answer.value.id;
    this.#version = answer.value.version;
    this.#savedAt = answer.value.savedAt;
    this.#saved = JSON.stringify(attempt.draft);
    this.#options.tell(
      JSON.stringify(this.#wanted) === this.#saved ? { is: "saved", at: answer.value.savedAt } : { is: "unsaved" },
    );
    if (isNew) this.#options.created(answer.value.id);
    return true;
  }

  #next(): Attempt {
    return { applicationId: this.id, version: this.#version, draft: this.#wanted, idempotencyKey: makeKey() };
  }

  #failed(refused: Refused, attempt: Attempt): false {
    if (refused.code === "DraftChanged") {
      const { version, savedBy, savedAt } = refused.payload as { version: number; savedBy: string; savedAt: string };
      this.#attempt = null;
      this.#isChanged = true;
      this.#options.tell({ is: "changed", version, by: savedBy, at: savedAt });
    } else if (REFUSALS.has(refused.code)) {
      this.#attempt = null;
      this.#refused = JSON.stringify(attempt.draft);
      this.#options.tell({ is: "refused", message: refused.message, problems: refused.problems });
    } else {
      this.#options.tell({ is: refused.code === UNREACHABLE ? "unreachable" : "delayed" });
      this.#later(AGAIN);
    }
    return false;
  }
}
