-- Has keys end by themselves.
--
-- KEYS any, of one slot
-- ARGV 1 milliseconds from now
-- Answers how many of them exist.

local found = 0
for _, key in ipairs(KEYS) do
  found = found + redis.call('PEXPIRE', key, ARGV[1])
end
return found
