-- Who is online, longest first.
--
-- KEYS 1 online, 2 cards: see roster.lua
-- ARGV 1 how many at most, 0 for none
-- Answers {how many there are in all}, then user and card of each.

local answer = {redis.call('ZCARD', KEYS[1])}
local limit = tonumber(ARGV[1])
if limit > 0 then
  for _, user in ipairs(redis.call('ZRANGE', KEYS[1], 0, limit - 1)) do
    answer[#answer + 1] = user
    answer[#answer + 1] = redis.call('HGET', KEYS[2], user) or '0 '
  end
end
return answer
