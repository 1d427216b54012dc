-- The newest entries of a log before a position, newest first.
--
-- KEYS 1 log   stream: see append.lua
-- ARGV 1, 2 epoch and offset of the position    3 how many entries at most
-- Answers a flat list: id, publisher, sequence number and message of each.

local answer = {}
local entries = redis.call('XREVRANGE', KEYS[1], '(' .. ARGV[1] .. '-' .. ARGV[2], '-',
  'COUNT', ARGV[3])
for _, entry in ipairs(entries) do
  local fields = entry[2]
  answer[#answer + 1] = entry[1]
  answer[#answer + 1] = fields[2]
  answer[#answer + 1] = fields[4]
  answer[#answer + 1] = fields[6]
end
return answer
