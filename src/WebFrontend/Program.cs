using OrleansChat.WebFrontend;

var builder = WebApplication.CreateBuilder(args);
builder.ConnectToSilos();
builder.AddFrontEnd();

var app = builder.Build();
app.MapFrontEnd();
app.Run();
