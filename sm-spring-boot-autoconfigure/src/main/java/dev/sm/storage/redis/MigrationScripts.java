package dev.sm.storage.redis;

import io.lettuce.core.ScriptOutputType;

/**
 * The steps of a migration as atomic scripts. The records of all pools are the fields of
 * one hash, {@code sm:node}; {@code KEYS[1]} is that hash, {@code ARGV[1]} the pool and
 * {@code ARGV[2]} the number of the migration.
 */
final class MigrationScripts {

	/** What the answer of a node with another record starts with. */
	static final String REFUSED = "SMPHASE";

	/** What an answered operation starts with. */
	static final long DONE = 0;

	/** What an operation starts with that the new place decides; a token follows. */
	static final long GO = 1;

	/** What an operation starts with that a fence refused. */
	static final long FENCED = 2;

	/** What an operation starts with that failed; the reason follows. */
	static final long ERROR = 3;

	private static final String RECORD = """
			local record = redis.call('HGET', KEYS[1], ARGV[1])
			local m, stage
			if record then m, stage = string.match(record, '^(%d+) (%u+) ') end
			""";

	private static final String REFUSE = """
			then return redis.error_reply('SMPHASE ' .. (record or 'none')) end
			""";

	private static final String UNSETTLED = RECORD + "if m ~= ARGV[2] or stage == 'SETTLE' " + REFUSE;

	private static final String RUNNING = RECORD + "if m ~= ARGV[2] or stage ~= 'RUN' " + REFUSE;

	private static final String SETTLING = RECORD + "if m ~= ARGV[2] or (stage == 'SETTLE') ~= (ARGV[3] == '1') "
			+ REFUSE;

	/** The expiry as a time; servers before 7 tell only what is left, two calls apart. */
	private static final String EXPIRY = """
			local exact = true
			local function expiry(key)
			  local at = redis.pcall('PEXPIRETIME', key)
			  if type(at) == 'number' then return at end
			  exact = false
			  local left = redis.call('PTTL', key)
			  if left < 0 then return -1 end
			  local now = redis.call('TIME')
			  return now[1] * 1000 + math.floor(now[2] / 1000) + left
			end
			""";

	/** Raises the record, compared as number and stage; answers what then is there. */
	static final Script RAISE = new Script(ScriptOutputType.VALUE, RECORD + """
			local order = {PREP = 0, SETTLE = 1, RUN = 2, CLOSED = 3}
			local wanted = tonumber(ARGV[2])
			if not m or tonumber(m) < wanted or (tonumber(m) == wanted and order[stage] < order[ARGV[3]]) then
			  record = ARGV[2] .. ' ' .. ARGV[3] .. ' ' .. ARGV[4]
			  redis.call('HSET', KEYS[1], ARGV[1], record)
			end
			return record""");

	/**
	 * Executes operations at a place, {@code ARGV[3]}: S or T. Each has three keys (its
	 * own, the mark or the staged copy, the fence) and five arguments (verb, token,
	 * value, time to live, epoch).
	 */
	static final Script STEP = new Script(ScriptOutputType.MULTI, UNSETTLED + """
			local function perform(verb, key, value, ttl)
			  if verb == 'get' then return redis.pcall('GET', key) end
			  if verb == 'put' then
			    if ttl == '0' then redis.call('SET', key, value) else redis.call('SET', key, value, 'PX', ttl) end
			    return 1
			  end
			  if verb == 'nx' then
			    local done
			    if ttl == '0' then done = redis.call('SET', key, value, 'NX')
			    else done = redis.call('SET', key, value, 'NX', 'PX', ttl) end
			    return done and 1 or 0
			  end
			  if verb == 'del' then return redis.call('UNLINK', key) end
			  if verb == 'exp' then return redis.call('PEXPIRE', key, ttl) end
			  if verb == 'look' then
			    local found = redis.pcall('GET', key)
			    if type(found) == 'table' then return found end
			    return {found, redis.call('PTTL', key)}
			  end
			  if verb == 'cas' then
			    local found = redis.pcall('GET', key)
			    if type(found) == 'table' then return found end
			    local length, sign, start = string.match(value, '^(%d+)([=-])()')
			    if found ~= string.sub(value, start, start + length - 1) then return 0 end
			    local fresh = string.sub(value, start + length)
			    if sign == '-' then redis.call('UNLINK', key)
			    elseif ttl == '0' then redis.call('SET', key, fresh)
			    else redis.call('SET', key, fresh, 'PX', ttl) end
			    return 1
			  end
			  local absent = redis.call('EXISTS', key) == 0
			  local sum = redis.pcall('INCRBY', key, value)
			  if type(sum) == 'table' and sum.err then return sum end
			  if absent and ttl ~= '0' then redis.call('PEXPIRE', key, ttl) end
			  return redis.call('GET', key)
			end
			local function admitted(fence, epoch)
			  if epoch == '' then return true end
			  local seen = redis.call('GET', fence)
			  if seen and tonumber(seen) > tonumber(epoch) then return false end
			  if seen ~= epoch then redis.call('SET', fence, epoch) end
			  return true
			end
			local answers = {}
			for i = 1, (#KEYS - 1) / 3 do
			  local key, other, fence = KEYS[3 * i - 1], KEYS[3 * i], KEYS[3 * i + 1]
			  local verb, token, value, ttl, epoch = unpack(ARGV, 5 * i - 1, 5 * i + 3)
			  local here = ARGV[3] == 'T' or stage == 'PREP' or (stage == 'RUN' and redis.call('EXISTS', key) == 1)
			  if not here then answers[i] = {1, redis.call('GET', other)}
			  elseif not admitted(fence, epoch) then answers[i] = {2}
			  else
			    if ARGV[3] == 'T' and token ~= '' and redis.call('EXISTS', other) == 1 then
			      redis.call('RENAME', other, key)
			    end
			    local answer = perform(verb, key, value, ttl)
			    if type(answer) == 'table' and answer.err then answers[i] = {3, answer.err}
			    else answers[i] = {0, answer} end
			  end
			end
			return answers""");

	/** Tells type, value, expiry and time left of keys, or the token of their mark. */
	static final Script PEEK = new Script(ScriptOutputType.MULTI, RUNNING + EXPIRY + """
			local answers = {}
			for i = 1, (#KEYS - 1) / 2 do
			  local key = KEYS[2 * i]
			  local kind = redis.call('TYPE', key).ok
			  if kind == 'none' then answers[i] = {redis.call('GET', KEYS[2 * i + 1])}
			  else
			    local value = redis.call(kind == 'string' and 'GET' or 'DUMP', key)
			    answers[i] = {kind, value, expiry(key), redis.call('PTTL', key)}
			  end
			end
			return answers""");

	/** Stages copies; each has three arguments: kind, value, time to live. */
	static final Script STAGE = new Script(ScriptOutputType.INTEGER, UNSETTLED + """
			for i = 2, #KEYS do
			  local kind, value, ttl = unpack(ARGV, 3 * i - 3, 3 * i - 1)
			  if kind ~= 'string' then redis.call('RESTORE', KEYS[i], ttl, value, 'REPLACE')
			  elseif ttl == '0' then redis.call('SET', KEYS[i], value)
			  else redis.call('SET', KEYS[i], value, 'PX', ttl) end
			end
			return 1""");

	/** Marks keys; each has four arguments: kind, value, expiry, token. */
	static final Script MARK = new Script(ScriptOutputType.MULTI, RUNNING + EXPIRY + """
			local answers = {}
			for i = 1, (#KEYS - 1) / 2 do
			  local key = KEYS[2 * i]
			  local kind, value, at, token = unpack(ARGV, 4 * i - 1, 4 * i + 2)
			  answers[i] = 0
			  local now = redis.call('TYPE', key).ok
			  if now ~= 'none' and (now == 'string') == (kind == 'string')
			      and redis.call(now == 'string' and 'GET' or 'DUMP', key) == value then
			    local expires, seen = expiry(key), tonumber(at)
			    local apart = math.abs(expires - seen)
			    if apart == 0 or (not exact and expires >= 0 and seen >= 0 and apart <= 2) then
			      redis.call('DEL', key)
			      redis.call('SET', KEYS[2 * i + 1], token)
			      answers[i] = 1
			    end
			  end
			end
			return answers""");

	/** Puts staged copies in force: pairs of staged copy and key. */
	static final Script PROMOTE = new Script(ScriptOutputType.INTEGER, SETTLING + """
			for i = 2, #KEYS, 2 do
			  if redis.call('EXISTS', KEYS[i]) == 1 then redis.call('RENAME', KEYS[i], KEYS[i + 1]) end
			end
			return 1""");

	/** Removes marks that have these tokens. */
	static final Script UNMARK = new Script(ScriptOutputType.INTEGER, SETTLING + """
			for i = 2, #KEYS do
			  if redis.call('GET', KEYS[i]) == ARGV[i + 2] then redis.call('DEL', KEYS[i]) end
			end
			return 1""");

	/** Removes keys while nothing moves. */
	static final Script DISCARD = new Script(ScriptOutputType.INTEGER,
			RECORD + "if m ~= ARGV[2] or stage ~= 'PREP' " + REFUSE + """
					for i = 2, #KEYS do redis.call('UNLINK', KEYS[i]) end
					return 1""");

	/** Raises fences; those that are higher are passed over. */
	static final Script FENCES = new Script(ScriptOutputType.INTEGER, """
			for i = 1, #KEYS do
			  local seen = redis.call('GET', KEYS[i])
			  if not seen or tonumber(seen) < tonumber(ARGV[i]) then redis.call('SET', KEYS[i], ARGV[i]) end
			end
			return 1""");

	private MigrationScripts() {
	}

}
