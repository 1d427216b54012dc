-- Writes a batch of one publisher to a log and tells all nodes. Atomic; safe to repeat unchanged.
--
-- KEYS 1 head     hash: epoch, offset of the last entry, server (the replication id of the Redis that
--                 began the epoch), weight (of an entry on average, bytes)
--      2 log      stream: id <epoch>-<offset>, fields p (publisher), s (sequence number), m (message)
--      3 pubs     hash: publisher -> "<epoch> <first> <last> <offset of first> <seconds>" of its last batch
--      4 numbers  hash: counter -> the last number that it gave
--      5.. key    one for each message that has an idempotency key, in the order of the messages:
--                 "<epoch> <offset> <number> <sequence number> <publisher>" of the first of that key
-- ARGV 1 epoch that the publisher writes in      2 highest offset that it has seen in it
--      3 publisher (node incarnation)            4 sequence number of the first message
--      5 entries that the log keeps, about       6 life of 1-3 without a write, ms
--      7 life of numbers without a write, ms     8 life of a key, ms
--      9 channel                               10 bytes that the log keeps, about
--      then five for each message: itself (the last eight bytes are its number when it has a counter),
--      "1" when it has a key, its counter or "", the number that it had in an earlier epoch or 0, the
--      highest number of its counter that the node has seen
-- A message whose key is known is not appended, but uses its sequence number up.
-- Answers {0, epoch} and nothing written when the log is in another epoch than the publisher; else
-- {1, epoch}, then for each message: offset (0: not known), number, and 0, or the epoch of the first
-- of its key when that is another message.

local FIXED = 10
local FIELDS = 5
local NOT_APPENDED = struct.pack('>I4', 0xFFFFFFFF)
-- What Redis needs for an entry beside its message.
local ENTRY_BYTES = 64
-- Of so many entries, about, the weight is the average.
local WEIGHED = 500
-- However heavy they are.
local FEWEST = 100

local function text(value)
  return string.format('%.0f', value)
end

local now = redis.call('TIME')
local head = redis.call('HMGET', KEYS[1], 'epoch', 'offset', 'server', 'weight')
local server = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local epoch = tonumber(head[1] or 0)
local offset = tonumber(head[2] or 0)
local expected = tonumber(ARGV[1])

-- A server that was promoted, or that started again, may lack what its predecessor answered; by the
-- time that anybody could see it, others may have written past that.
local wentBack = epoch < expected or (epoch == expected and offset < tonumber(ARGV[2]))
  or (head[3] and head[3] ~= server)
if epoch == 0 or wentBack then
  local floor = math.max(epoch, expected)
  local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
  if last[1] then
    floor = math.max(floor, tonumber(string.match(last[1][1], '^%d+')))
  end
  epoch = math.max(tonumber(now[1]) * 1000000 + tonumber(now[2]), floor + 1)
  offset = 0
  redis.call('HSET', KEYS[1], 'epoch', text(epoch), 'offset', '0', 'server', server)
end
if epoch ~= expected then
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
  return {0, epoch}
end

local weight = tonumber(head[4] or ENTRY_BYTES)
local entries = tonumber(ARGV[5])

-- How many entries the log may have, so that it is bounded in bytes as well.
local function most()
  return math.max(FEWEST, math.min(entries, math.floor(tonumber(ARGV[10]) / weight)))
end

local publisher = ARGV[3]
local first = tonumber(ARGV[4])
local count = (#ARGV - FIXED) / FIELDS
local answer = {1, epoch}

local function place(at, number, firstEpoch)
  answer[#answer + 1] = at
  answer[#answer + 1] = number
  answer[#answer + 1] = firstEpoch
end

-- Places a message where the first of its key is, if that is not lost.
local function placeByKey(key, sequence)
  local value = key and redis.call('GET', key)
  if not value then
    return false
  end
  local e, o, n, s, p = string.match(value, '^(%d+) (%d+) (%d+) (%d+) (.*)$')
  local own = p == publisher and tonumber(s) == sequence
  if own and tonumber(e) ~= epoch then
    return false
  end
  place(tonumber(o), tonumber(n), own and 0 or tonumber(e))
  return true
end

-- A batch that lies in the log already is answered from it.
local written = 0
local there = {}
local record = redis.call('HGET', KEYS[3], publisher)
if record then
  local e, f, l, o = string.match(record, '^(%d+) (%d+) (%d+) (%d+)')
  if tonumber(e) == epoch and tonumber(l) >= first then
    written = math.min(count, tonumber(l) - first + 1)
    local entries = redis.call('XRANGE', KEYS[2], e .. '-' .. o, '+', 'COUNT', l - f + 1)
    for _, entry in ipairs(entries) do
      local fields = entry[2]
      if fields[2] == publisher then
        there[tonumber(fields[4])] = {tonumber(string.match(entry[1], '%d+$')), fields[6]}
      end
    end
  end
end

local begin = offset + 1
local frame = {'M' .. struct.pack('>I8I8I8I2', epoch, begin, first + written, #publisher) .. publisher}
local keys = 4
for i = 1, count do
  local base = FIXED + (i - 1) * FIELDS
  local message, counter = ARGV[base + 1], ARGV[base + 3]
  local sequence = first + i - 1
  local key = nil
  if ARGV[base + 2] == '1' then
    keys = keys + 1
    key = KEYS[keys]
  end
  if i <= written then
    local entry = there[sequence]
    if entry then
      place(entry[1], counter ~= '' and struct.unpack('>I8', string.sub(entry[2], -8)) or 0, 0)
    elseif not placeByKey(key, sequence) then
      place(0, 0, 0)
    end
  elseif placeByKey(key, sequence) then
    frame[#frame + 1] = NOT_APPENDED
  else
    local number = 0
    if counter ~= '' then
      local last = tonumber(redis.call('HGET', KEYS[4], counter) or 0)
      number = tonumber(ARGV[base + 4])
      if number == 0 then
        number = math.max(last, tonumber(ARGV[base + 5])) + 1
      end
      if number > last then
        redis.call('HSET', KEYS[4], counter, text(number))
        redis.call('PEXPIRE', KEYS[4], ARGV[7])
      end
      message = string.sub(message, 1, -9) .. struct.pack('>I8', number)
    end
    offset = offset + 1
    weight = weight + (ENTRY_BYTES + #message - weight) / WEIGHED
    redis.call('XADD', KEYS[2], 'MAXLEN', '~', text(most()), text(epoch) .. '-' .. text(offset),
      'p', publisher, 's', text(sequence), 'm', message)
    if key then
      redis.call('SET', key, text(epoch) .. ' ' .. text(offset) .. ' ' .. text(number) .. ' ' ..
        text(sequence) .. ' ' .. publisher, 'PX', ARGV[8])
    end
    frame[#frame + 1] = struct.pack('>I4', #message)
    frame[#frame + 1] = message
    place(offset, number, 0)
  end
end

if written < count then
  redis.call('HSET', KEYS[1], 'offset', text(offset), 'server', server, 'weight', text(weight))
  redis.call('HSET', KEYS[3], publisher, text(epoch) .. ' ' .. text(first + written) .. ' ' ..
    text(first + count - 1) .. ' ' .. text(begin) .. ' ' .. now[1])
  for i = 1, 3 do
    redis.call('PEXPIRE', KEYS[i], ARGV[6])
  end
  if offset >= begin then
    redis.call('PUBLISH', ARGV[9], table.concat(frame))
  end
end
return answer
