-- A session of Neovim's own language client with Seaworthy, run headless:
--   nvim --headless --clean -c 'luafile neovim.lua'
-- Reads SEAWORTHY_SERVER (command, separated by line breaks) and SEAWORTHY_FILE; prints one JSON object.

local command = vim.split(vim.env.SEAWORTHY_SERVER, '\n')
local file = vim.env.SEAWORTHY_FILE
local result = { errors = {} }

local function finish()
  io.stdout:write('\nRESULT ' .. vim.json.encode(result) .. '\n')
  vim.cmd('qall!')
end

local function guarded(body)
  local ok, message = pcall(body)
  if not ok then
    table.insert(result.errors, tostring(message))
  end
  finish()
end

local function wait(what, condition)
  if not vim.wait(15000, condition, 20) then
    error('waited in vain for ' .. what)
  end
end

local function codes(buffer)
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    local code = diagnostic.user_data and diagnostic.user_data.lsp and diagnostic.user_data.lsp.code or diagnostic.code
    table.insert(found, code .. '@' .. diagnostic.lnum)
  end
  table.sort(found)
  return found
end

local function text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n') .. '\n'
end

-- Takes the first action that fits from the menu that Neovim would show, and lets Neovim do the rest.
local function choose(fits, options)
  local shown
  vim.ui.select = function(items, _, on_choice)
    shown = vim.tbl_map(function(item) return item[2].title end, items)
    for index, item in ipairs(items) do
      if fits(item[2]) then
        return on_choice(item, index)
      end
    end
    on_choice(nil)
  end
  vim.lsp.buf.code_action(options)
  wait('the actions', function() return shown ~= nil end)
  return shown
end

guarded(function()
  vim.cmd('edit ' .. vim.fn.fnameescape(file))
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].filetype = 'python'
  local client = vim.lsp.start_client({
    name = 'seaworthy',
    cmd = command,
    root_dir = vim.fn.fnamemodify(file, ':h'),
    init_options = { settings = { select = { 'bare-except', 'error-instead-of-exception' } } },
  })
  vim.lsp.buf_attach_client(buffer, client)

  wait('diagnostics', function() return #vim.diagnostic.get(buffer) > 0 end)
  result.first = codes(buffer)

  vim.api.nvim_buf_set_lines(buffer, 0, 0, false, { '# a comment' })
  wait('moved diagnostics', function()
    local now = codes(buffer)
    return #now > 0 and now[1] ~= result.first[1]
  end)
  result.moved = codes(buffer)

  local line = vim.diagnostic.get(buffer)[1].lnum
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    if diagnostic.severity == vim.diagnostic.severity.WARN then line = diagnostic.lnum end
  end
  vim.api.nvim_win_set_cursor(0, { line + 1, 4 })
  local tick = vim.api.nvim_buf_get_changedtick(buffer)
  result.actions = choose(function(action) return action.kind == 'quickfix' end)
  wait('the changed buffer', function() return vim.api.nvim_buf_get_changedtick(buffer) ~= tick end)
  result.fixed = text(buffer)
  wait('one finding less', function() return #vim.diagnostic.get(buffer) == 1 end)
  result.left = codes(buffer)

  tick = vim.api.nvim_buf_get_changedtick(buffer)
  choose(function(action) return action.kind == 'source.fixAll.seaworthy' end, { only = { 'source.fixAll' } })
  wait('the changed buffer', function() return vim.api.nvim_buf_get_changedtick(buffer) ~= tick end)
  result.allFixed = text(buffer)
  wait('no finding', function() return #vim.diagnostic.get(buffer) == 0 end)

  vim.lsp.stop_client(client)
  wait('the end of the server', function() return vim.lsp.client_is_stopped(client) end)
end)
