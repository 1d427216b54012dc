-- Ends a lease, hands out the cleaning up after it, and closes that. Each step is safe to repeat.
--
-- KEYS 1 leases, 2 info, 3 ended, 4 cleanups: see lease.lua
-- ARGV 1 step: claim, done or release
--      2 incarnation of the caller
--      3 claim, done: the incarnation that ended
--      4 how long an end is remembered, ms
-- Answers: claim, how it ended when the caller is to clean up, else an empty text
--          done, release: an empty text

local step, me, ended = ARGV[1], ARGV[2], ARGV[3]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function lives(incarnation)
  return tonumber(redis.call('ZSCORE', KEYS[1], incarnation) or 0) > now
end

local function bury(incarnation, record)
  redis.call('ZREM', KEYS[1], incarnation)
  redis.call('HDEL', KEYS[2], incarnation)
  redis.call('ZADD', KEYS[3], now, incarnation)
  redis.call('HSET', KEYS[4], incarnation, record)
  -- The last node makes these keys when nobody renews any more.
  redis.call('PEXPIRE', KEYS[3], ARGV[4])
  redis.call('PEXPIRE', KEYS[4], ARGV[4])
end

if step == 'release' then
  -- Buried once: a repeated release must not bring back a cleanup that is done.
  if redis.call('ZSCORE', KEYS[1], me) then
    bury(me, 'released -')
  end
  return ''
end

local record = redis.call('HGET', KEYS[4], ended)
local how, reaper
if record then
  how, reaper = string.match(record, '^(%S+) (%S+)$')
end

if step == 'done' then
  if reaper == me then
    redis.call('HDEL', KEYS[4], ended)
  end
  return ''
end

if not lives(me) then
  return ''
end
if record then
  if reaper ~= me and lives(reaper) then
    return ''
  end
  redis.call('HSET', KEYS[4], ended, how .. ' ' .. me)
  return how
end
if not redis.call('ZSCORE', KEYS[1], ended) or lives(ended) then
  return ''
end
bury(ended, 'died ' .. me)
return 'died'
