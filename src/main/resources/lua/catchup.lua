-- Where a log stands, and what a node has not seen of it, as of one moment.
-- Begins a new epoch when the log is behind what the node has seen, or gone.
--
-- KEYS 1 head, 2 log, 3 pubs: see append.lua
-- ARGV 1, 2 highest epoch and offset that the node has seen
--      3, 4 epoch and offset after which it wants entries
--      5 how many entries at most, 0 for none     6 life of the keys, ms
--      7 "1" to get the publishers' marks         8 "1" when the node knows that history was rewritten
-- Answers a flat list: epoch, offset, number of entries, then id, publisher, sequence number and
-- message of each, then each publisher and the last sequence number that it wrote.

local function number(value)
  return string.format('%.0f', value)
end

local STALE_SECONDS = 3600
local MANY_PUBLISHERS = 128

local now = redis.call('TIME')
local head = redis.call('HMGET', KEYS[1], 'epoch', 'offset', 'server')
local server = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local epoch = tonumber(head[1] or 0)
local offset = tonumber(head[2] or 0)
local knownEpoch = tonumber(ARGV[1])

local wentBack = epoch < knownEpoch
  or (epoch == knownEpoch and (offset < tonumber(ARGV[2]) or ARGV[8] == '1'))
  or (head[3] and head[3] ~= server)
if epoch == 0 or wentBack then
  local floor = math.max(epoch, knownEpoch)
  local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
  if last[1] then
    floor = math.max(floor, tonumber(string.match(last[1][1], '^%d+')))
  end
  epoch = math.max(tonumber(now[1]) * 1000000 + tonumber(now[2]), floor + 1)
  offset = 0
  redis.call('HSET', KEYS[1], 'epoch', number(epoch), 'offset', '0', 'server', server)
end

if redis.call('HLEN', KEYS[3]) > MANY_PUBLISHERS then
  local all = redis.call('HGETALL', KEYS[3])
  for i = 1, #all, 2 do
    local written = tonumber(string.match(all[i + 1], '%d+$'))
    if tonumber(now[1]) - written > STALE_SECONDS then
      redis.call('HDEL', KEYS[3], all[i])
    end
  end
end
for i = 1, 3 do
  redis.call('PEXPIRE', KEYS[i], ARGV[6])
end

local answer = {epoch, offset, 0}
if tonumber(ARGV[5]) > 0 then
  local entries = redis.call('XRANGE', KEYS[2], '(' .. ARGV[3] .. '-' .. ARGV[4], '+',
    'COUNT', ARGV[5])
  answer[3] = #entries
  for _, entry in ipairs(entries) do
    local fields = entry[2]
    answer[#answer + 1] = entry[1]
    answer[#answer + 1] = fields[2]
    answer[#answer + 1] = fields[4]
    answer[#answer + 1] = fields[6]
  end
end
if ARGV[7] == '1' then
  local records = redis.call('HGETALL', KEYS[3])
  for i = 1, #records, 2 do
    answer[#answer + 1] = records[i]
    answer[#answer + 1] = tonumber(string.match(records[i + 1], '^%d+ %d+ (%d+)'))
  end
end
return answer
