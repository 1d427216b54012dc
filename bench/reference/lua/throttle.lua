-- Takes a permit of a sliding window: of the first limit, then of the second if there is one.
--
-- The window slides over two counters: what was counted in the window before weighs as much as
-- that window still overlaps.
--
-- KEYS 1 the counters of the first limit  2 those of the second
-- ARGV for each: permits a window, window in milliseconds
-- Answers 0 when all were granted, else after how many milliseconds to try again.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

for i = 1, #KEYS do
  local permits = tonumber(ARGV[2 * i - 1])
  local length = tonumber(ARGV[2 * i])
  local number = math.floor(now / length)
  local passed = now - number * length

  local stored = redis.call('HMGET', KEYS[i], 'window', 'count', 'before')
  local window = tonumber(stored[1] or 0)
  local count = tonumber(stored[2] or 0)
  local before = tonumber(stored[3] or 0)
  if window < number then
    before = window == number - 1 and count or 0
    count = 0
  end

  local room = permits - 1 - count
  if before * (length - passed) > room * length then
    if room >= 0 then
      return math.max(1, math.ceil(length - passed - room * length / before))
    end
    -- Not in this window; in the next one its count weighs less and less.
    return length - passed + math.max(1, math.ceil(length - (permits - 1) * length / count))
  end
  redis.call('HSET', KEYS[i], 'window', number, 'count', count + 1, 'before', before)
  redis.call('PEXPIRE', KEYS[i], 2 * length)
end
return 0
