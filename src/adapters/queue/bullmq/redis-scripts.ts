import { MOST_ATTEMPTS, REMEMBERED_MS } from "../../../core/job-queue.ts";

/**
 * What Redis runs, one after another and each as a whole. KEYS[1] is the prefix of all names; it carries a hash tag, so in a cluster
 * all of them are in one place.
 *
 * ticket:ID hash · lane:KEY list of ids · lanes, parked, running, untold sets · dead sorted by time · turn number · groups hash
 */
const COMMON = `
local p = KEYS[1]
local function ticket(id) return p .. 'ticket:' .. id end
local function field(id, name) return redis.call('HGET', ticket(id), name) end

local function leave(id, key)
  redis.call('LREM', p .. 'lane:' .. key, 1, id)
  redis.call('SREM', p .. 'running', id)
  redis.call('SREM', p .. 'parked', id)
  redis.call('DECR', p .. 'living')
  if redis.call('EXISTS', p .. 'lane:' .. key) == 0 then redis.call('SREM', p .. 'lanes', key) end
end

local function finish(id, key)
  leave(id, key)
  redis.call('DEL', ticket(id))
  redis.call('HSET', ticket(id), 'state', 'done')
  redis.call('PEXPIRE', ticket(id), ${REMEMBERED_MS})
end

local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function bury(id, key, reason)
  leave(id, key)
  redis.call('HSET', ticket(id), 'state', 'dead', 'reason', reason, 'token', '')
  redis.call('ZADD', p .. 'dead', now_ms(), id)
  redis.call('SADD', p .. 'untold', id)
end
`;

/** Id, key, group, mode, payload. */
export const PUT = `${COMMON}
local id, key, group, mode, payload = unpack(ARGV)
local state = field(id, 'state')
if state and state ~= 'dead' then return {'known'} end
redis.call('DEL', ticket(id))
redis.call('ZREM', p .. 'dead', id)
redis.call('SREM', p .. 'untold', id)

local turn
local unparked = 0
if mode == 'latest' then
  for _, older in ipairs(redis.call('LRANGE', p .. 'lane:' .. key, 0, -1)) do
    if field(older, 'mode') == 'latest' then
      local was = field(older, 'state')
      if was == 'running' then
        redis.call('HSET', ticket(older), 'superseded', 1)
      else
        if was == 'parked' then unparked = 1 end
        turn = turn or tonumber(field(older, 'turn'))
        finish(older, key)
      end
    end
  end
end

if redis.call('EXISTS', p .. 'lanes') == 0 then redis.call('DEL', p .. 'turn', p .. 'groups') end
if not turn then
  local reached = tonumber(redis.call('GET', p .. 'turn') or 0)
  local last = tonumber(redis.call('HGET', p .. 'groups', group) or 0)
  turn = math.max(reached, last + 1)
  redis.call('HSET', p .. 'groups', group, turn)
end
redis.call('HSET', ticket(id), 'key', key, 'group', group, 'mode', mode, 'payload', payload, 'turn', turn, 'state', 'waiting', 'attempt', 0)
redis.call('RPUSH', p .. 'lane:' .. key, id)
redis.call('SADD', p .. 'lanes', key)
redis.call('INCR', p .. 'living')
return {'added', tonumber(field(redis.call('LINDEX', p .. 'lane:' .. key, 0), 'turn')), unparked}
`;

/** Key, token, reason of a death by being killed. */
export const TAKE = `${COMMON}
local key, token, killed = unpack(ARGV)
while true do
  local id = redis.call('LINDEX', p .. 'lane:' .. key, 0)
  if not id then return {'none'} end
  local all = redis.call('HMGET', ticket(id), 'state', 'superseded', 'attempt', 'turn', 'group', 'mode', 'payload')
  if all[1] == 'running' and all[2] then
    finish(id, key)
  elseif all[1] == 'running' and tonumber(all[3]) >= ${MOST_ATTEMPTS} then
    bury(id, key, killed)
    return {'died', id}
  else
    local attempt = redis.call('HINCRBY', ticket(id), 'attempt', 1)
    redis.call('HSET', ticket(id), 'state', 'running', 'token', token)
    redis.call('SREM', p .. 'parked', id)
    redis.call('SADD', p .. 'running', id)
    if tonumber(all[4]) > tonumber(redis.call('GET', p .. 'turn') or 0) then redis.call('SET', p .. 'turn', all[4]) end
    return {'run', id, all[5], all[6], all[7], attempt}
  end
end
`;

/** Id, token, kind of settlement, reason. */
export const SETTLE = `${COMMON}
local id, token, kind, reason = unpack(ARGV)
local all = redis.call('HMGET', ticket(id), 'token', 'key', 'superseded', 'attempt')
if all[1] ~= token then return 'lost' end
local key = all[2]
if kind == 'done' or all[3] then
  finish(id, key)
  return 'done'
end
if kind == 'failed' and tonumber(all[4]) >= ${MOST_ATTEMPTS} then
  bury(id, key, reason)
  return 'died'
end
redis.call('SREM', p .. 'running', id)
redis.call('HDEL', ticket(id), 'token')
if kind ~= 'failed' then redis.call('HINCRBY', ticket(id), 'attempt', -1) end
if kind == 'released' then
  redis.call('HSET', ticket(id), 'state', 'waiting')
  return 'waiting'
end
redis.call('HSET', ticket(id), 'state', 'parked')
redis.call('SADD', p .. 'parked', id)
return 'parked'
`;

/** Ids and tokens in turn. */
export const CHECK = `${COMMON}
local answers = {}
for n = 1, #ARGV, 2 do
  local all = redis.call('HMGET', ticket(ARGV[n]), 'token', 'superseded')
  if all[1] ~= ARGV[n + 1] then table.insert(answers, 'lost')
  elseif all[2] then table.insert(answers, 'superseded')
  else table.insert(answers, 'held') end
end
return answers
`;

/** Key. */
export const HEAD = `${COMMON}
local id = redis.call('LINDEX', p .. 'lane:' .. ARGV[1], 0)
if not id then return {} end
return redis.call('HMGET', ticket(id), 'turn', 'state')
`;
