-- Reads all revocations that are remembered.
--
-- KEYS 1 moments  2 ends; as in revoke.lua
-- ARGV 1 the time, milliseconds; empty for Redis TIME
-- Answers a flat list: subject, moment (nanoseconds, 20 digits), what is left of it (milliseconds).

local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
else
  now = tonumber(ARGV[1])
end

local rows = {}
local ends = redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. string.format('%.0f', now), '+inf', 'WITHSCORES')
for i = 1, #ends, 2 do
  local moment = redis.call('HGET', KEYS[1], ends[i])
  if moment then
    rows[#rows + 1] = ends[i]
    rows[#rows + 1] = moment
    rows[#rows + 1] = string.format('%.0f', tonumber(ends[i + 1]) - now)
  end
end
return rows
