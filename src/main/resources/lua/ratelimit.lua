-- Takes permits of a sliding window.
--
-- KEYS 1 window  list: when each permit of the last window was taken, microseconds, oldest first
-- ARGV 1 permits a window     2 window, microseconds     3 the time, microseconds; empty for Redis TIME
--      4 how many permits; of more than are free, those that are
-- Answers 0 when one was granted, else the microseconds until the oldest permit leaves the window.

local now
if ARGV[3] == '' then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
else
  now = tonumber(ARGV[3])
end
local newest = tonumber(redis.call('LINDEX', KEYS[1], -1) or 0)
-- The clock of a replica that took over may be behind; the window must stay sorted.
if now < newest then
  now = newest
end

local window = tonumber(ARGV[2])
local oldest = tonumber(redis.call('LINDEX', KEYS[1], 0) or -1)
while oldest >= 0 and now - oldest >= window do
  redis.call('LPOP', KEYS[1])
  oldest = tonumber(redis.call('LINDEX', KEYS[1], 0) or -1)
end
local free = tonumber(ARGV[1]) - redis.call('LLEN', KEYS[1])
if free <= 0 then
  return window - (now - oldest)
end
local stamp = string.format('%.0f', now)
for _ = 1, math.min(free, tonumber(ARGV[4])) do
  redis.call('RPUSH', KEYS[1], stamp)
end
redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000))
return 0
