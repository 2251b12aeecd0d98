using OrleansChat.Standalone;

StandaloneHost.Build(args).Run();
