using OrleansChat;
using OrleansChat.Standalone;

return await Startup.Run(() => StandaloneHost.Build(args).RunAsync());
