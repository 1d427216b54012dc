-- Renews a node's lease and answers how all leases stand, as of one moment.
--
-- KEYS 1 leases    zset: incarnation -> when its lease runs out, ms
--      2 info      hash: incarnation -> "<name> <state> <sockets> <process>"
--      3 ended     zset: incarnation whose lease was taken away or given up -> when, ms
--      4 cleanups  hash: incarnation that ended and is not cleaned up -> "<how> <its reaper>"
-- ARGV 1 incarnation     2 how long the lease lasts, ms     3 info
--      4 how long an end is remembered, ms
-- Answers {0} and nothing written when the lease has ended; else {1, 1 when there was no such lease
-- before, the replication id of this Redis, number of leases}, then for each lease the incarnation, when it runs out, 1 when it has not yet, and its info; then for each cleanup the
-- incarnation and the record.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

if redis.call('ZSCORE', KEYS[3], ARGV[1]) then
  return {0}
end
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - tonumber(ARGV[4]))
local isNew = redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
local server = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
-- When no node lives, nobody is left to take anything out.
for _, key in ipairs(KEYS) do
  redis.call('PEXPIRE', key, ARGV[4])
end

local leases = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
local answer = {1, isNew, server, #leases / 2}
for i = 1, #leases, 2 do
  local expiry = tonumber(leases[i + 1])
  answer[#answer + 1] = leases[i]
  answer[#answer + 1] = expiry
  answer[#answer + 1] = expiry > now and 1 or 0
  answer[#answer + 1] = redis.call('HGET', KEYS[2], leases[i]) or ''
end
for _, value in ipairs(redis.call('HGETALL', KEYS[4])) do
  answer[#answer + 1] = value
end
return answer
