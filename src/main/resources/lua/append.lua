-- Writes a batch of one publisher to a log and tells all nodes. Atomic; safe to repeat unchanged.
--
-- KEYS 1 head   hash: epoch, offset of the last entry
--      2 log    stream: id <epoch>-<offset>, fields p (publisher), s (sequence number), m (message)
--      3 pubs   hash: publisher -> "<epoch> <first> <last> <offset of first> <seconds>" of its last batch
-- ARGV 1 epoch that the publisher writes in      2 highest offset that it has seen in it
--      3 publisher (node incarnation)            4 sequence number of the first message
--      5 entries that the log keeps, about       6 life of the keys without a write, ms
--      7 channel                                 8.. messages
-- Answers {1, epoch, offset of the first message (0: not known)}, or {0, epoch} and nothing written
-- when the log is in another epoch than the publisher.

local function number(value)
  return string.format('%.0f', value)
end

local now = redis.call('TIME')
local head = redis.call('HMGET', KEYS[1], 'epoch', 'offset')
local epoch = tonumber(head[1] or 0)
local offset = tonumber(head[2] or 0)
local expected = tonumber(ARGV[1])

local wentBack = epoch < expected or (epoch == expected and offset < tonumber(ARGV[2]))
if epoch == 0 or wentBack then
  local floor = math.max(epoch, expected)
  local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
  if last[1] then
    floor = math.max(floor, tonumber(string.match(last[1][1], '^%d+')))
  end
  epoch = math.max(tonumber(now[1]) * 1000000 + tonumber(now[2]), floor + 1)
  offset = 0
  redis.call('HSET', KEYS[1], 'epoch', number(epoch), 'offset', '0')
end
if epoch ~= expected then
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
  return {0, epoch}
end

local first = tonumber(ARGV[4])
local count = #ARGV - 7
local repeated = 0
local record = redis.call('HGET', KEYS[3], ARGV[3])
if record then
  local e, f, l, o = string.match(record, '^(%d+) (%d+) (%d+) (%d+)')
  if tonumber(e) == epoch and tonumber(l) >= first then
    repeated = math.min(count, tonumber(l) - first + 1)
    if repeated == count then
      local where = first >= tonumber(f) and tonumber(o) + first - tonumber(f) or 0
      return {1, epoch, where}
    end
  end
end

local begin = offset + 1
local frame = {'M' .. struct.pack('>I8I8I8I2', epoch, begin, first + repeated, #ARGV[3]) .. ARGV[3]}
for i = repeated + 1, count do
  local message = ARGV[7 + i]
  offset = offset + 1
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[5], number(epoch) .. '-' .. number(offset),
    'p', ARGV[3], 's', number(first + i - 1), 'm', message)
  frame[#frame + 1] = struct.pack('>I4', #message)
  frame[#frame + 1] = message
end
redis.call('HSET', KEYS[1], 'offset', number(offset))
redis.call('HSET', KEYS[3], ARGV[3], number(epoch) .. ' ' .. number(first + repeated) .. ' ' ..
  number(first + count - 1) .. ' ' .. number(begin) .. ' ' .. now[1])
for i = 1, 3 do
  redis.call('PEXPIRE', KEYS[i], ARGV[6])
end
redis.call('PUBLISH', ARGV[7], table.concat(frame))
return {1, epoch, repeated == 0 and begin or 0}
