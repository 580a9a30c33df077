package sandbox

// archiveTimes are the minutes after which a thread may be archived: openapi: ThreadAutoArchiveDuration.
var archiveTimes = []int{60, 1440, 4320, 10080}

// threadTypes are the types of channels that are threads: openapi:ChannelTypes.
var threadTypes = []int{announcementThread, publicThread, privateThread}

// Where the documentation has it.
const (
	docThread     = "resources/channel#start-thread-without-message"
	docBulkDelete = "resources/message#bulk-delete-messages"
	docChannel    = "resources/channel#modify-channel"
)

// channelForms are channels and threads that are made or changed, and what else concerns a channel.
var channelForms = map[string]form{
	"thread": {
		"name":                  {kind: textValue, need: true, min: 1, max: 100, source: docThread},
		"auto_archive_duration": {kind: intValue, oneOf: archiveTimes, source: docThread},
		"type":                  {kind: intValue, oneOf: threadTypes, source: docThread},
		"invitable":             {kind: boolValue, source: docThread},
		"rate_limit_per_user":   {kind: intValue, max: maxSlowmode, source: docThread},
	},
	"forum post": {
		"name":                  {kind: textValue, need: true, min: 1, max: 100, source: docThread},
		"auto_archive_duration": {kind: intValue, oneOf: archiveTimes, source: docThread},
		"message":               {kind: objectValue, need: true, of: "message", source: docThread},
		"applied_tags":          {kind: noValue, source: docThread},
		"rate_limit_per_user":   {kind: intValue, max: maxSlowmode, source: docThread},
	},
	"thread edit": {
		"name":                  {kind: textValue, min: 1, max: 100, source: docChannel},
		"archived":              {kind: boolValue, source: docChannel},
		"locked":                {kind: boolValue, source: docChannel},
		"invitable":             {kind: noValue, source: docChannel},
		"auto_archive_duration": {kind: intValue, oneOf: archiveTimes, source: docChannel},
		"rate_limit_per_user":   {kind: intValue, max: maxSlowmode, source: docChannel},
		"flags":                 {kind: noValue, source: docChannel},
		"applied_tags":          {kind: noValue, source: docChannel},

		"bitrate":            {kind: noValue, source: docChannel},
		"user_limit":         {kind: noValue, source: docChannel},
		"rtc_region":         {kind: noValue, source: docChannel},
		"video_quality_mode": {kind: noValue, source: docChannel},
	},
	"channel": {
		"name":                  {kind: textValue, min: 1, max: 100, source: docChannel},
		"topic":                 {kind: textValue, max: 4096, source: docChannel},
		"type":                  {kind: noValue, source: docChannel},
		"position":              {kind: noValue, source: docChannel},
		"nsfw":                  {kind: noValue, source: docChannel},
		"rate_limit_per_user":   {kind: intValue, max: maxSlowmode, source: docChannel},
		"parent_id":             {kind: noValue, source: docChannel},
		"permission_overwrites": {kind: noValue, source: docChannel},
		"available_tags":        {kind: noValue, source: docChannel},

		"bitrate":            {kind: noValue, source: docChannel},
		"user_limit":         {kind: noValue, source: docChannel},
		"rtc_region":         {kind: noValue, source: docChannel},
		"video_quality_mode": {kind: noValue, source: docChannel},

		"flags":                              {kind: noValue, source: docChannel},
		"default_auto_archive_duration":      {kind: noValue, source: docChannel},
		"default_reaction_emoji":             {kind: noValue, source: docChannel},
		"default_thread_rate_limit_per_user": {kind: noValue, source: docChannel},
		"default_sort_order":                 {kind: noValue, source: docChannel},
		"default_forum_layout":               {kind: noValue, source: docChannel},
		"default_tag_setting":                {kind: noValue, source: docChannel},
	},
	"bulk delete": {
		"messages": {kind: listValue, need: true, min: 2, max: 100, elem: idValue, unique: true, source: docBulkDelete},
	},

	"dm": {
		"recipient_id": {kind: idValue, need: true, source: "resources/user#create-dm"},
	},
}
