using OrleansChat;
using OrleansChat.LoadBalancer;

return await Startup.Run(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddLoadBalancer();

    var app = builder.Build();
    app.MapLoadBalancer();
    return app.RunAsync();
});
