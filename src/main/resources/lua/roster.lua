-- Writes which sockets a node has of a user, and says whether the user came online or went by that.
-- Everything about a user's presence is this one call; it is safe to repeat and to come late.
--
-- KEYS 1 user       hash: incarnation -> "<version> <news> <ms> <sockets> <away>|<the sockets, JSON>";
--                   field leaving -> when a user without sockets counts as offline, ms
--      2 online     zset: users who are online -> since when, ms
--      3 cards      hash: users who are online -> "<devices> <name>"
--      4 index      set: users of this incarnation, sockets or the end of a grace
--      5 last seen  string: when the last socket went, ms
--      6 gone       string: there when this incarnation was ended
--      7 index of the incarnation that ended; that of KEYS 4 for none
-- ARGV 1 incarnation    2 version of what it says, growing    3 version whose answer it got last
--      4 user           5 sockets     6 "1" when each says away     7 name, empty for not known
--      8 the sockets, JSON     9 grace, ms     10 life of the user's hash, ms
--     11 life of last seen, ms     12 incarnation that ended, empty for none
--     13 "1" when its sockets are worth no grace
--     14 life of online and cards from the last write of any node, ms
--     15 life of the index from the last write of its node, ms
-- Answers {0} and nothing written when the incarnation was ended, {1} when a newer version is there;
-- else {2, news, online, sockets of others, others' away, wait, microseconds now, last seen, name} and
-- the others' JSON. news: 1 came online, -1 went, since the answer that it got last. wait: how long the
-- grace goes on, ms; the caller calls again then.

local TOMB_MS = 60000

-- Sockets that name the same device are on one; a socket that names none is on one of its own.
local function devices(lists)
  local seen, number = {}, 0
  for _, list in ipairs(lists) do
    for _, socket in ipairs(cjson.decode(list)) do
      local device = socket.deviceId
      if not device or not seen[device] then
        number = number + 1
      end
      if device then
        seen[device] = true
      end
    end
  end
  return number
end

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local me, version, user = ARGV[1], tonumber(ARGV[2]), ARGV[4]

if redis.call('EXISTS', KEYS[6]) == 1 then
  return {0}
end

local others, othersAway, news = 0, 1, 0
local json = {}
local leaving, cut
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local name, value = fields[i], fields[i + 1]
  if name == 'leaving' then
    leaving = tonumber(value)
  else
    local v, n, written, count, away, text = string.match(value, '^(%d+) (%-?%d) (%d+) (%d+) (%d)|(.*)$')
    count = tonumber(count)
    if name == me then
      if tonumber(v) >= version then
        return {1}
      end
      if tonumber(v) > tonumber(ARGV[3]) then
        news = tonumber(n)
      end
    elseif name == ARGV[12] then
      cut = ARGV[13] == '1' and count > 0
      redis.call('HDEL', KEYS[1], name)
    elseif count > 0 then
      others = others + count
      othersAway = away == '1' and othersAway or 0
      json[#json + 1] = text
    elseif now - tonumber(written) > TOMB_MS then
      -- Nothing older than this can still come late.
      redis.call('HDEL', KEYS[1], name)
    end
  end
end

local sockets = tonumber(ARGV[5])
local total = others + sockets
local online = redis.call('ZSCORE', KEYS[2], user)
local name = ARGV[7]
if name == '' then
  name = string.match(redis.call('HGET', KEYS[3], user) or '', '^%d+ (.*)$') or ''
end
local wait = 0
if total > 0 then
  redis.call('HDEL', KEYS[1], 'leaving')
  local lists = {unpack(json)}
  if sockets > 0 then
    lists[#lists + 1] = ARGV[8]
  end
  redis.call('HSET', KEYS[3], user, devices(lists) .. ' ' .. name)
  if not online then
    redis.call('ZADD', KEYS[2], now, user)
    news = news + 1
    online = now
  end
elseif online then
  if not leaving then
    leaving = now + tonumber(ARGV[9])
    redis.call('SET', KEYS[5], string.format('%.0f', now), 'PX', ARGV[11])
  end
  if cut then
    leaving = now
  end
  wait = leaving - now
  if wait <= 0 then
    wait = 0
    redis.call('ZREM', KEYS[2], user)
    redis.call('HDEL', KEYS[3], user)
    redis.call('HDEL', KEYS[1], 'leaving')
    news = news - 1
    online = false
  else
    redis.call('HSET', KEYS[1], 'leaving', string.format('%.0f', leaving))
    redis.call('HSET', KEYS[3], user, '0 ' .. name)
  end
end

redis.call('HSET', KEYS[1], me, string.format('%s %d %.0f %d %s|%s', ARGV[2], news, now, sockets,
  ARGV[6], ARGV[8]))
redis.call('PEXPIRE', KEYS[1], ARGV[10])
if sockets > 0 or wait > 0 then
  redis.call('SADD', KEYS[4], user)
else
  redis.call('SREM', KEYS[4], user)
end
-- When no node lives, nobody is left to take anything out.
redis.call('PEXPIRE', KEYS[2], ARGV[14])
redis.call('PEXPIRE', KEYS[3], ARGV[14])
redis.call('PEXPIRE', KEYS[4], ARGV[15])
if ARGV[12] ~= '' then
  redis.call('SREM', KEYS[7], user)
end
return {2, news, online and 1 or 0, others, othersAway, wait,
  tonumber(time[1]) * 1000000 + tonumber(time[2]),
  tonumber(redis.call('GET', KEYS[5]) or 0), name, unpack(json)}
