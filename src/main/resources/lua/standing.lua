-- How users stand, as of one moment, apart from what the asking node has of them itself.
--
-- KEYS 1 online     see roster.lua
--      2, 3 and so on: user and last seen of each, see roster.lua
-- ARGV 1 incarnation that asks     2.. the users
-- Answers {microseconds now}, then for each user: online, sockets of others, others' away, last seen.

local time = redis.call('TIME')
local answer = {tonumber(time[1]) * 1000000 + tonumber(time[2])}
for i = 2, #ARGV do
  local others, away = 0, 1
  local fields = redis.call('HGETALL', KEYS[2 * i - 2])
  for f = 1, #fields, 2 do
    if fields[f] ~= ARGV[1] then
      local count, says = string.match(fields[f + 1], '^%d+ %-?%d %d+ (%d+) (%d)|')
      if count and tonumber(count) > 0 then
        others = others + tonumber(count)
        away = says == '1' and away or 0
      end
    end
  end
  answer[#answer + 1] = redis.call('ZSCORE', KEYS[1], ARGV[i]) and 1 or 0
  answer[#answer + 1] = others
  answer[#answer + 1] = away
  answer[#answer + 1] = tonumber(redis.call('GET', KEYS[2 * i - 1]) or 0)
end
return answer
