// A bot on @discordjs/ws and @discordjs/rest. It answers interactions, tells on its standard output, one JSON object
// a line, what happens to it, and does what it is told on its standard input, one JSON object a line. It ends when
// its standard input does. SANDBOX_API is the API's base without version, SANDBOX_TOKEN the bot's token;
// SANDBOX_COMPRESS=zlib asks for compressed events.
import { REST, RESTEvents } from '@discordjs/rest';
import { CompressionMethod, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import {
	ApplicationCommandOptionType, ApplicationCommandType, ButtonStyle, ComponentType, GatewayDispatchEvents,
	GatewayIntentBits, InteractionResponseType, InteractionType, Routes, TextInputStyle,
} from 'discord-api-types/v10';
import { createInterface } from 'node:readline';

const tell = (event, more = {}) => process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);

const rest = new REST({ api: process.env.SANDBOX_API }).setToken(process.env.SANDBOX_TOKEN);
rest.on(RESTEvents.RateLimited, ({ scope, global }) => tell('limited', { scope, global })); // it waits by itself
rest.on(RESTEvents.Response, (request, { status, headers }) => {
	if (status === 429) {
		tell('refused', { scope: headers.get('x-ratelimit-scope'), global: headers.has('x-ratelimit-global') });
	}
});

const manager = new WebSocketManager({
	token: process.env.SANDBOX_TOKEN,
	intents: GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.DirectMessages,
	rest,
	compression: process.env.SANDBOX_COMPRESS === 'zlib' ? CompressionMethod.ZlibNative : null,
});

const commands = [
	{
		name: 'ask', description: 'Ask a question', options: [{
			type: ApplicationCommandOptionType.String, name: 'question', description: 'What you want to know',
			required: true, autocomplete: true,
		}],
	},
	{ name: 'later', description: 'Answer in a while' },
	{ name: 'form', description: 'Fill in a form' },
	{ name: 'Count letters', type: ApplicationCommandType.Message },
];

const row = (...components) => ({ type: ComponentType.ActionRow, components });

const message = (content, ...components) => ({
	type: InteractionResponseType.ChannelMessageWithSource, data: { content, components },
});

const update = (content) => ({ type: InteractionResponseType.UpdateMessage, data: { content, components: [] } });

const optionsOf = (data) => Object.fromEntries((data.options ?? []).map(({ name, value }) => [name, value]));

const label = (text, component) => ({ type: ComponentType.Label, label: text, component });

const form = {
	type: InteractionResponseType.Modal,
	data: {
		custom_id: 'form', title: 'A form', components: [
			label('Your name', { type: ComponentType.TextInput, custom_id: 'name', style: TextInputStyle.Short }),
			label('Where you are', { type: ComponentType.ChannelSelect, custom_id: 'where', max_values: 1 }),
		],
	},
};

// answers are the first responses to commands, by name.
const answers = {
	ask: (data) => message(
		`You asked: ${optionsOf(data).question}`,
		row({ type: ComponentType.Button, style: ButtonStyle.Primary, label: 'More', custom_id: 'more' }),
		row({
			type: ComponentType.StringSelect, custom_id: 'pick',
			options: [{ label: 'First', value: '1' }, { label: 'Second', value: '2' }],
		}),
	),
	later: () => ({ type: InteractionResponseType.DeferredChannelMessageWithSource }),
	form: () => form,
	'Count letters': (data) => message(`${data.resolved.messages[data.target_id].content.length} letters`),
};

function responseTo({ type, data }) {
	switch (type) {
		case InteractionType.ApplicationCommand:
			return answers[data.name](data);
		case InteractionType.ApplicationCommandAutocomplete: {
			const typed = optionsOf(data).question;
			return {
				type: InteractionResponseType.ApplicationCommandAutocompleteResult,
				data: { choices: [{ name: `${typed}?`, value: `${typed}?` }] },
			};
		}
		case InteractionType.MessageComponent:
			return data.custom_id === 'more' ? update('There is no more.') : message(`You picked ${data.values}`);
		case InteractionType.ModalSubmit: {
			const [name, where] = data.components.map(({ component }) => component);
			return message(`Hello, ${name.value}, in ${data.resolved.channels[where.values[0]].name}`);
		}
		default:
			throw new Error(`interaction of type ${type}`);
	}
}

async function respond(interaction) {
	const { id, token, application_id: app, data } = interaction;
	const body = responseTo(interaction);
	await rest.post(Routes.interactionCallback(id, token), { body, auth: false });
	if (body.type === InteractionResponseType.DeferredChannelMessageWithSource) {
		const done = await rest.patch(Routes.webhookMessage(app, token), { body: { content: 'Now.' }, auth: false });
		await rest.post(Routes.webhook(app, token), { body: { content: `after ${done.id}` }, auth: false });
	}
	tell('answered', { name: data.name ?? data.custom_id });
}

const failed = (error) => tell('failed', { message: error.message, code: error.code });

manager.on(WebSocketShardEvents.Ready, () => tell('ready'));
manager.on(WebSocketShardEvents.Resumed, () => tell('resumed'));
manager.on(WebSocketShardEvents.Closed, (code) => tell('closed', { code }));
manager.on(WebSocketShardEvents.Error, failed);
manager.on(WebSocketShardEvents.Dispatch, ({ t, d, s }) => {
	if (t === GatewayDispatchEvents.MessageCreate) tell('heard', { text: d.content, seq: s });
	if (t === GatewayDispatchEvents.InteractionCreate) respond(d).catch(failed);
});

// orders are what the standard input may tell the bot to do.
const orders = {
	// post sends texts to a channel, all at once: it is for the client to respect the limits.
	post: async ({ channel, texts }) => {
		const sent = texts.map((content) => rest.post(Routes.channelMessages(channel), { body: { content } }));
		tell('posted', { ids: (await Promise.all(sent)).map(({ id }) => id) });
	},
	get: async ({ path }) => tell('got', { body: await rest.get(path) }),
};

const { id: app } = await rest.get(Routes.currentApplication());
await rest.put(Routes.applicationCommands(app), { body: commands });
await manager.connect();
for await (const line of createInterface({ input: process.stdin })) {
	const order = JSON.parse(line);
	orders[order.do](order).catch(failed);
}
await manager.destroy();
