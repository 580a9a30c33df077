// What the gateway's numbers mean.

// Opcodes, https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes.
export const op = { dispatch: 0, heartbeat: 1, identify: 2, resume: 6, reconnect: 7, invalid: 9, ack: 11 };

const names = { 0: "Dispatch", 1: "Heartbeat", 2: "Identify", 3: "Presence Update", 4: "Voice State Update", 6: "Resume",
  7: "Reconnect", 8: "Request Guild Members", 9: "Invalid Session", 10: "Hello", 11: "Heartbeat ACK",
  31: "Request Soundboard Sounds" };

export const opName = (n) => names[n] ?? `Opcode ${n}`;

// Codes with which a connection ends,
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes.
export const closeCodes = [
  [1006, "without a word"], [1000, "normal closure"], [1001, "going away"], [4000, "unknown error"],
  [4001, "unknown opcode"], [4002, "decode error"], [4003, "not authenticated"], [4004, "authentication failed"],
  [4005, "already authenticated"], [4007, "invalid sequence"], [4008, "rate limited"], [4009, "session timed out"],
  [4010, "invalid shard"], [4011, "sharding required"], [4012, "invalid API version"], [4013, "invalid intents"],
  [4014, "disallowed intents"],
];

export const closeName = (code) => closeCodes.find(([c]) => c === code)?.[1]
  ?? { 1005: "no code", 1012: "service restart" }[code] ?? "unknown code";

export const isHeartbeat = (frame) => !frame.close && (frame.op === op.heartbeat || frame.op === op.ack);
