using OrleansChat.Backups;

return await Tool.Run(args);
