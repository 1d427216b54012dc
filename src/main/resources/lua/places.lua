-- Writes how many places a node holds of a subject, if there are as many, and counts all.
-- Safe to repeat and to come late.
--
-- KEYS 1 places    hash: incarnation -> "<version> <places> <ms>"
-- ARGV 1 incarnation     2 version, growing     3 places that it holds or wants
--      4 how many there are in all, empty when the node has them anyway
--      5 life of the hash, ms     6 "1" when the list is good
--      7.. incarnations that live
-- Answers 1 when it is written, or a newer version is there; 0 when there are too few.

local YOUNG_MS = 10000
local TOMB_MS = 60000

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local live = {}
for i = 7, #ARGV do
  live[ARGV[i]] = true
end

local others = 0
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local version, places, written = string.match(fields[i + 1], '^(%d+) (%d+) (%d+)$')
  local age = now - tonumber(written)
  if fields[i] == ARGV[1] then
    if tonumber(version) >= tonumber(ARGV[2]) then
      return 1
    end
  elseif ARGV[6] == '1' and not live[fields[i]] and age > YOUNG_MS then
    redis.call('HDEL', KEYS[1], fields[i])
  elseif places == '0' and age > TOMB_MS then
    redis.call('HDEL', KEYS[1], fields[i])
  else
    others = others + tonumber(places)
  end
end
if ARGV[4] ~= '' and others + tonumber(ARGV[3]) > tonumber(ARGV[4]) then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%s %s %.0f', ARGV[2], ARGV[3], now))
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1
