<?php
// CalDAV, CardDAV and a folder of files on sabre/dav 1.8, for alice and bob; its data lies in SABRE_FOLDER.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_STRICT & ~E_NOTICE & ~E_WARNING);
date_default_timezone_set('UTC');
require_once 'Sabre/autoload.php';

$folder = getenv('SABRE_FOLDER') ?: $_SERVER['SABRE_FOLDER'];
if (php_sapi_name() === 'cli-server' && preg_match('#^/\.well-known/(caldav|carddav)#', $_SERVER['REQUEST_URI'])) {
    header('Location: /', true, 301);
    return;
}

class Passwords extends \Sabre\DAV\Auth\Backend\AbstractBasic
{
    protected function validateUserPass($user, $password)
    {
        return in_array($user, ['alice', 'bob'], true) && $password === 'secret';
    }
}

$data = new \PDO("sqlite:$folder/db.sqlite");
$data->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
$data->exec('PRAGMA busy_timeout = 60000');
set_error_handler(function ($number, $words, $file, $line) {
    if (!(error_reporting() & $number)) {
        return false;
    }
    throw new ErrorException($words, 0, $number, $file, $line);
});

$principals = new \Sabre\DAVACL\PrincipalBackend\PDO($data);
$server = new \Sabre\DAV\Server([
    new \Sabre\CalDAV\Principal\Collection($principals),
    new \Sabre\CalDAV\CalendarRootNode($principals, new \Sabre\CalDAV\Backend\PDO($data)),
    new \Sabre\CardDAV\AddressBookRoot($principals, new \Sabre\CardDAV\Backend\PDO($data)),
    new \Sabre\DAV\FS\Directory("$folder/files"),
]);
$server->setBaseUri('/');
$server->addPlugin(new \Sabre\DAV\Auth\Plugin(new Passwords(), 'SabreDAV'));
$server->addPlugin(new \Sabre\CalDAV\Plugin());
$server->addPlugin(new \Sabre\CardDAV\Plugin());
$server->addPlugin(new \Sabre\DAVACL\Plugin());
$server->exec();
