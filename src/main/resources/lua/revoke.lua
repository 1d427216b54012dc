-- Remembers revocations; of two for one subject the later moment and the later end count.
--
-- KEYS 1 moments  hash: subject -> tokens issued before are revoked, nanoseconds, 20 digits
--      2 ends     zset: subject -> until when it is remembered, milliseconds
-- ARGV 1 how many may be remembered     2 the time, milliseconds; empty for Redis TIME
--      then three for each: subject, moment in nanoseconds with 20 digits, how long in milliseconds
-- Answers how many of them are remembered; there is no room for the others.

local now
if ARGV[2] == '' then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
else
  now = tonumber(ARGV[2])
end

local past = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, 1000)
if #past > 0 then
  redis.call('ZREM', KEYS[2], unpack(past))
  redis.call('HDEL', KEYS[1], unpack(past))
end

local remembered = 0
for i = 3, #ARGV, 3 do
  local subject, moment = ARGV[i], ARGV[i + 1]
  local known = redis.call('HGET', KEYS[1], subject)
  if known or redis.call('ZCARD', KEYS[2]) < tonumber(ARGV[1]) then
    -- Digits of one length are in the order of their numbers.
    if not known or known < moment then
      redis.call('HSET', KEYS[1], subject, moment)
    end
    local ends = now + tonumber(ARGV[i + 2])
    local knownEnd = tonumber(redis.call('ZSCORE', KEYS[2], subject) or 0)
    if ends > knownEnd then
      redis.call('ZADD', KEYS[2], string.format('%.0f', ends), subject)
    end
    remembered = remembered + 1
  end
end

if remembered > 0 then
  local last = redis.call('ZREVRANGE', KEYS[2], 0, 0, 'WITHSCORES')
  local life = string.format('%.0f', tonumber(last[2]) - now)
  redis.call('PEXPIRE', KEYS[1], life)
  redis.call('PEXPIRE', KEYS[2], life)
end
return remembered
